(function () {
  "use strict";
  // Everything is on the page already. This only picks among the duties; it loads nothing and writes no HTML.
  var find = function (id) { return document.getElementById(id); };
  var controls = find("controls"), shown = find("shown"), words = find("q");
  if (!controls || !shown) return;
  var all = function (what, within) { return Array.prototype.slice.call((within || document).querySelectorAll(what)); };
  var keys = ["standing", "threat", "holder", "binding", "instrument"];
  var duties = all("details.duty"), shelves = all(".shelf");
  var texts = [], list = "", timer = 0;

  controls.hidden = false;

  function one(anchor) {
    var there = anchor ? find(anchor) : null;
    return there && there.closest("#lists") ? there : null;
  }

  function text(index) {
    if (texts[index] === undefined) texts[index] = duties[index].textContent.toLowerCase();
    return texts[index];
  }

  // The number of duties and what they were picked by, as the live region tells it.
  function tell(number) {
    var by = [];
    var from = one(list);
    if (from) by.push(from.querySelector("dt").textContent);
    keys.forEach(function (key) {
      var choice = find(key);
      if (choice.value) by.push(choice.options[choice.selectedIndex].textContent);
    });
    if (words.value.trim()) by.push("words: " + words.value.trim());
    var of = duties.length + (duties.length === 1 ? " duty" : " duties");
    if (!by.length) shown.textContent = "All " + of + (duties.length === 1 ? " is" : " are") + " shown.";
    else shown.textContent = number + " of " + of + (number === 1 ? " is" : " are") + " shown: " + by.join("; ") + ".";
  }

  function pick() {
    var from = one(list), named = null;
    if (from) {
      named = Object.create(null);
      all("a", from).forEach(function (link) { named[link.getAttribute("href").slice(1)] = true; });
    }
    var wanted = words.value.toLowerCase().split(/\s+/).filter(Boolean);
    var number = 0;
    duties.forEach(function (duty, index) {
      var fits = (!named || named[duty.id]) && keys.every(function (key) {
        var value = find(key).value;
        return !value || (" " + duty.getAttribute("data-" + key) + " ").indexOf(" " + value + " ") >= 0;
      }) && wanted.every(function (word) { return text(index).indexOf(word) >= 0; });
      duty.hidden = !fits;
      if (fits) number += 1;
    });
    shelves.forEach(function (shelf) {
      shelf.hidden = !shelf.querySelector("details.duty:not([hidden])");
    });
    tell(number);
  }

  // The address keeps what was picked, so that it can be sent on or gone back to.
  function address() {
    var parts = [];
    if (list) parts.push("list=" + encodeURIComponent(list));
    keys.forEach(function (key) {
      if (find(key).value) parts.push(key + "=" + encodeURIComponent(find(key).value));
    });
    if (words.value.trim()) parts.push("words=" + encodeURIComponent(words.value.trim()));
    return parts.length ? "#show?" + parts.join("&") : "#duties";
  }

  function keep() {
    pick();
    try { history.replaceState(null, "", address()); } catch (refused) { /* A viewer without history shows it all the same. */ }
  }

  function read(hash) {
    list = "";
    keys.forEach(function (key) { find(key).value = ""; });
    words.value = "";
    hash.slice("#show?".length).split("&").forEach(function (part) {
      var at = part.indexOf("="), key = part.slice(0, at), value;
      try { value = decodeURIComponent(part.slice(at + 1)); } catch (bad) { return; }
      if (key === "list") list = one(value) ? value : "";
      else if (key === "words") words.value = value;
      else if (keys.indexOf(key) >= 0) {
        find(key).value = value;
        if (find(key).selectedIndex < 0) find(key).value = "";
      }
    });
    pick();
  }

  // Follows the address: what was picked, or something on the page, which is unfolded and shown.
  function follow() {
    var hash = location.hash;
    if (hash.indexOf("#show?") === 0) {
      read(hash);
      find("duties").scrollIntoView();
      shown.focus({ preventScroll: true });
      return;
    }
    var there = hash.length > 1 ? find(hash.slice(1)) : null;
    if (!there) return;
    var within = there.closest("details");
    if (!within) return;
    if (within.hidden) read("#show?");
    for (; within; within = within.parentElement && within.parentElement.closest("details")) within.open = true;
    there.scrollIntoView();
    var summary = there.querySelector("summary");
    if (summary) summary.focus({ preventScroll: true });
  }

  document.addEventListener("click", function (event) {
    var link = event.target.closest ? event.target.closest("a[href^='#list-']") : null;
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    var hash = "#show?list=" + encodeURIComponent(link.getAttribute("href").slice(1));
    if (location.hash === hash) follow(); else location.hash = hash;
  });
  document.addEventListener("click", function (event) {
    var link = event.target.closest ? event.target.closest("a[href^='#']") : null;
    // The address may be there already; then nothing else would unfold it again.
    if (link && link.getAttribute("href") === location.hash) follow();
  });
  window.addEventListener("hashchange", follow);
  keys.forEach(function (key) { find(key).addEventListener("change", keep); });
  words.addEventListener("input", function () { clearTimeout(timer); timer = setTimeout(keep, 150); });
  find("clear").addEventListener("click", function () { read("#show?"); keep(); shown.focus({ preventScroll: true }); });
  find("unfold").addEventListener("click", function () {
    duties.forEach(function (duty) { if (!duty.hidden) duty.open = true; });
  });
  find("fold").addEventListener("click", function () { duties.forEach(function (duty) { duty.open = false; }); });

  // On paper everything that is picked is unfolded.
  var folded = [];
  window.addEventListener("beforeprint", function () {
    folded = all("details:not([open])").filter(function (one) { return !one.hidden; });
    folded.forEach(function (one) { one.open = true; });
  });
  window.addEventListener("afterprint", function () { folded.forEach(function (one) { one.open = false; }); folded = []; });

  follow();
})();
