// Opens pages in Chromium, from the disk, and demands of each: no request, no complaint of the browser, no violation that axe-core knows of
// WCAG 2.2 AA and of good practice, wide and narrow, light and dark; that a count leads to exactly its items; that it can be gone through by
// keyboard; and that it is complete with scripts off and on paper.
//
//   node page.mjs [--pictures FOLDER] FILE...
import assert from "node:assert/strict";
import { existsSync, mkdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { basename, join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { chromium } from "playwright-core";

const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];
const BROWSERS = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];
// Pages of assessments that nobody judged.
const MADE_UP = ["sample", "withheld"];
const WIDE = { width: 1280, height: 900 };
const NARROW = { width: 390, height: 844 };

const args = process.argv.slice(2);
const at = args.indexOf("--pictures");
const pictures = at >= 0 ? args.splice(at, 2)[1] : null;
if (pictures) mkdirSync(pictures, { recursive: true });

let passed = 0, failed = 0;

async function check(name, what) {
  try {
    await what();
    passed += 1;
    console.log(`ok: ${name}`);
  } catch (error) {
    failed += 1;
    console.log(`FAILED: ${name}\n${error.message}`);
  }
}

const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? BROWSERS.find(existsSync),
  args: ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync"],
});

// A page opened from the disk, with everything that went wrong while it was open.
async function open(file, options = {}) {
  const { hash = "", ...rest } = options;
  const context = await browser.newContext({ viewport: WIDE, ...rest });
  const page = await context.newPage();
  const wrong = [];
  page.on("console", (message) => wrong.push(`console: ${message.text()}`));
  page.on("pageerror", (error) => wrong.push(`error: ${error.message}`));
  page.on("dialog", (dialog) => { wrong.push(`dialog: ${dialog.message()}`); dialog.dismiss(); });
  page.on("request", (request) => { if (!request.url().startsWith("file://") || !request.isNavigationRequest()) wrong.push(`request: ${request.url()}`); });
  await page.goto(pathToFileURL(resolve(file)).href + hash, { waitUntil: "load" });
  return { page, wrong, close: () => context.close() };
}

async function axe(page) {
  await page.evaluate(AXE);
  const found = await page.evaluate((values) => window.axe.run(document, { runOnly: { type: "tag", values }, resultTypes: ["violations"] }), TAGS);
  return found.violations.map((one) => `${one.id}: ${one.help}\n    ${one.nodes.slice(0, 4).map((node) => `${node.html.slice(0, 200)}\n      ${node.failureSummary.replace(/\n/g, "\n      ")}`).join("\n    ")} (${one.nodes.length})`);
}

async function lookedAt(file) {
  const name = basename(file, ".html");
  for (const [size, viewport] of [["wide", WIDE], ["narrow", NARROW]]) {
    for (const colorScheme of ["light", "dark"]) {
      await check(`${name}, ${size}, ${colorScheme}: nothing is wrong and axe finds no violation`, async () => {
        const { page, wrong, close } = await open(file, { viewport, colorScheme, bypassCSP: true });
        assert.deepEqual(await axe(page), []);
        await page.evaluate(() => document.querySelectorAll("details").forEach((one, index) => { one.open = index % 9 === 0; }));
        assert.deepEqual(await axe(page), [], "with details unfolded");
        const sideways = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
        assert.ok(sideways <= 0, `the page scrolls ${sideways} px sideways`);
        assert.deepEqual(wrong, []);
        await close();
      });
    }
  }
  await check(`${name}: under its own policy there is no request and no complaint`, async () => {
    const { page, wrong, close } = await open(file);
    await page.waitForTimeout(200);
    assert.deepEqual(wrong, []);
    assert.equal(await page.locator("script").count(), 1);
    assert.equal(await page.locator("[style], [onclick], [onerror], [onload], iframe, object, embed, img, form").count(), 0);
    await close();
  });
  await check(`${name}: every link leads somewhere, and every anchor is there once`, async () => {
    const { page, close } = await open(file);
    const told = await page.evaluate(() => {
      const ids = [...document.querySelectorAll("[id]")].map((one) => one.id);
      const links = [...document.querySelectorAll("a[href]")].map((one) => one.getAttribute("href"));
      return {
        twice: ids.filter((id, index) => ids.indexOf(id) !== index),
        dead: [...new Set(links.filter((href) => href.startsWith("#") && !document.getElementById(href.slice(1))))],
        elsewhere: links.filter((href) => !href.startsWith("#") && !href.startsWith("https://")),
      };
    });
    assert.deepEqual(told, { twice: [], dead: [], elsewhere: [] });
    await close();
  });
  await check(`${name}: headings are in order and begin with the only first one`, async () => {
    const { page, close } = await open(file);
    const levels = await page.evaluate(() => [...document.querySelectorAll("h1,h2,h3,h4,h5,h6")].map((one) => Number(one.tagName[1])));
    assert.equal(levels[0], 1);
    assert.equal(levels.filter((level) => level === 1).length, 1);
    levels.reduce((before, level) => { assert.ok(level <= before + 1, `h${before} then h${level}`); return level; });
    await close();
  });
  await check(`${name}: each count leads to exactly as many items, by script and without`, async () => {
    const { page, close } = await open(file);
    const wrong = await page.evaluate(() => {
      const bad = [];
      for (const link of document.querySelectorAll("#in-short a[href^='#list-'], #heat a[href^='#list-'], #assurance a[href^='#list-'], #instruments a[href^='#list-']")) {
        const said = Number(link.textContent.match(/\d+/)[0]);
        const there = document.getElementById(link.getAttribute("href").slice(1)).querySelectorAll("li");
        const listed = [...there].reduce((sum, item) => sum + (item.className === "rest" ? Number(item.textContent.match(/\d+/)[0]) : 1), 0);
        if (said !== listed) bad.push(`${link.getAttribute("href")}: ${said} said, ${listed} listed`);
      }
      return bad;
    });
    // The counts of a sample are made up; its links are not.
    if (!MADE_UP.includes(name)) assert.deepEqual(wrong, []);
    // A page through a filter lists more than it shows.
    if (name === "filtered") return close();
    const links = page.locator("#heat a[href^='#list-']");
    for (const index of [0, Math.floor((await links.count()) / 2)]) {
      if ((await links.count()) === 0) continue;
      const link = links.nth(index);
      const said = Number((await link.textContent()).match(/\d+/)[0]);
      await link.click();
      await page.waitForTimeout(50);
      assert.equal(await page.locator("details.duty:visible").count(), said);
      assert.match(await page.locator("#shown").textContent(), new RegExp(`^${said} of `));
    }
    await close();
  });
  await check(`${name}: filter and search pick, tell the number, and stay in the address`, async () => {
    const { page, close } = await open(file);
    const all = await page.locator("details.duty").count();
    assert.ok(await page.locator("#controls").isVisible());
    const standing = await page.locator("#standing option").nth(1).getAttribute("value");
    await page.selectOption("#standing", standing);
    const shown = await page.locator("details.duty:visible").count();
    assert.equal(shown, await page.locator(`details.duty[data-standing='${standing}']`).count());
    assert.match(await page.locator("#shown").textContent(), new RegExp(`^${shown} of ${all} `));
    const hash = await page.evaluate(() => location.hash);
    assert.ok(hash.includes(`standing=${standing}`), hash);
    await page.fill("#q", "zzz no such words zzz");
    await page.waitForTimeout(300);
    assert.equal(await page.locator("details.duty:visible").count(), 0);
    await page.click("#clear");
    assert.equal(await page.locator("details.duty:visible").count(), all);
    const again = await open(file, { hash });
    assert.equal(await again.page.locator("details.duty:visible").count(), shown);
    assert.deepEqual(again.wrong, []);
    await again.close();
    await close();
  });
  await check(`${name}: a link to a duty unfolds it, even where it was hidden`, async () => {
    const { page, close } = await open(file);
    await page.fill("#q", "zzz no such words zzz");
    await page.waitForTimeout(300);
    const id = await page.locator("details.duty").last().getAttribute("id");
    await page.evaluate((anchor) => { location.hash = anchor; }, id);
    await page.waitForTimeout(100);
    assert.ok(await page.locator(`#${id} .story`).isVisible());
    await close();
  });
  await check(`${name}: the first stop of the keyboard skips to the findings, and a duty unfolds by it`, async () => {
    const { page, close } = await open(file);
    await page.keyboard.press("Tab");
    assert.equal(await page.evaluate(() => document.activeElement.className), "skip");
    await page.keyboard.press("Enter");
    assert.equal(await page.evaluate(() => document.activeElement.id), "main");
    await page.locator("details.duty > summary").first().focus();
    await page.keyboard.press("Enter");
    assert.ok(await page.locator("details.duty .story").first().isVisible());
    await page.keyboard.press("Tab");
    const outline = await page.evaluate(() => getComputedStyle(document.activeElement).outlineStyle);
    assert.notEqual(outline, "none");
    await close();
  });
  await check(`${name}: with scripts off it is complete, and has no control that does nothing`, async () => {
    const { page, close } = await open(file, { javaScriptEnabled: false });
    assert.equal(await page.locator("#controls").isVisible(), false);
    const marking = await page.locator(".band").allTextContents();
    assert.equal(new Set(marking).size, 1);
    assert.ok(marking.length >= 2);
    await close();
  });
  await check(`${name}: on paper every duty is unfolded and the marking is on each sheet`, async () => {
    const { page, close } = await open(file, { javaScriptEnabled: false });
    await page.emulateMedia({ media: "print" });
    if ((await page.locator("details.duty").count()) > 0) {
      assert.ok(await page.locator("details.duty .story").first().evaluate((one) => one.getBoundingClientRect().height > 0));
    }
    assert.equal(await page.locator("#controls").isVisible(), false);
    if (pictures) await page.pdf({ path: join(pictures, `${name}.pdf`), preferCSSPageSize: true });
    await close();
  });
  if (pictures) {
    for (const [size, viewport] of [["wide", WIDE], ["narrow", NARROW]]) {
      for (const colorScheme of ["light", "dark"]) {
        const { page, close } = await open(file, { viewport, colorScheme });
        const sections = ["header", "#in-short", "#first", "#heat", "#assurance", "#duties", "#evidence", "#not-assessed", "#what-lapses", "#law-to-evidence", "#instruments", "#lists"];
        for (const section of sections) {
          if ((await page.locator(section).count()) === 0) continue;
          await page.locator(section).first().scrollIntoViewIfNeeded();
          await page.locator(section).first().evaluate((one) => one.scrollIntoView());
          await page.screenshot({ path: join(pictures, `${name}-${size}-${colorScheme}-${section.replace("#", "")}.png`) });
        }
        await page.locator("details.duty > summary").first().click();
        await page.locator("details.duty").first().evaluate((one) => one.scrollIntoView());
        await page.screenshot({ path: join(pictures, `${name}-${size}-${colorScheme}-duty.png`) });
        await close();
      }
    }
  }
}

for (const file of args) await lookedAt(file);
await browser.close();
console.log(`${passed} passed, ${failed} failed`);
process.exitCode = failed > 0 || passed === 0 ? 1 : 0;
