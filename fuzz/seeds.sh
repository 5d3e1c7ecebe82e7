#!/bin/sh
# Makes the corpora that fuzzing starts from out of the project's own files: profiles, policies, scripts, archives.
set -eu
cd "$(dirname "$0")"
mkdir -p corpus/profile corpus/policy corpus/script corpus/archive
for file in ../seeds/*/profile.yaml ../tests/broken/*/profile.yaml ../tests/hostile/profile/profile.yaml; do
    [ -f "$file" ] || continue
    # A large profile is slow to change byte by byte; its first lines have all that its grammar has.
    head -c 4000 "$file" > "corpus/profile/$(echo "$file" | tr '/.' '__')"
done
cat > corpus/profile/small <<'PROFILE'
uses: [sprcheck]
force: { id: sample, name: Sample, policing_bodies: [{ kind: pcc, from: 2012-11 }] }
stated_on: { value: 2021-01, inferred: so }
marking: OFFICIAL
facts:
  n: { value: 1, at_least: true, cites: [doc#1] }
  p: { about: [1.5, 2], cites: [doc] }
  d: { value: 2020-03, planned: true, stated_on: 2020-01, since: 2019, note: so }
  words: { complete: { members: [a, b], from: 2020, cites: [doc] } }
  things: { complete: { members: [one], from: 2020, cites: [doc] }, one: { held_on: 2020-02-29, n: none, cites: [doc] } }
  r: { none: true, cites: [doc] }
evidence:
  doc: { title: Doc, kind: report, dated: 2020, owner: office, held_at: { path: doc.pdf }, valid_until: 2023, review_every: 12 months, draft: 2020-01-01, reviewed: { on: 2020-01-01, by: office, digest: "sha256:0" } }
departures:
  d1: { duty: base.sound, requirements: [a], decided_by: [chief-officer], decided_on: 2020-01-01, reason: so, until: 2022-01-01, cites: [doc] }
PROFILE
# The first byte says which file of a rule set it is.
number=0
for folder in policies policies/facts policies/subjects; do
    for file in ../"$folder"/*.yaml; do
        { printf "\\$number"; head -c 3000 "$file"; } > "corpus/policy/$(echo "$file" | tr '/.' '__')"
    done
    number=$((number + 1))
done
{ printf '\3'; cat ../policies/evidence-kinds.yaml; } > corpus/policy/kinds
{ printf '\4'; cat ../policies/ruleset.yaml; } > corpus/policy/manifest
for file in ../rules/*/*.rhai; do
    cp "$file" "corpus/script/$(echo "$file" | tr '/.' '__')"
done
# What the hostile rule sets say as scripts.
for file in ../tests/hostile/corpus/*.txt; do
    sed -n '/^-- rules.* --$/,$p' "$file" | sed '/^-- /d' | head -c 2000 > "corpus/script/$(basename "$file")"
done
cat > corpus/script/small <<'SCRIPT'
let due = facts.due - 2 * months;
fn f(x) { if x == none { 1 } else { x + 1 } }
require a when facts.yes && facts.n >= params.q: facts.things.any(|x| x.held_on <= as_of && x.n != 1) || f(facts.m) == 2;
require b by last_day_of(56 * days, facts.d): "a" in facts.words && !(facts.counts.filter(|c| c > 1).sum() < max(1, facts.n));
require t: facts.of_threats[subject].d <= as_of && duties["base.sound"].met && sets.threats[subject].since <= date("2020-02");
SCRIPT
# The first byte says which kind of archive it is: a zip, a packed tarball, or a tarball that the target packs.
sample=../tests/rulesets/example-pilot
tar -C "$sample" -cf corpus/archive/plain policies rules
{ printf '\1'; gzip -nc corpus/archive/plain; } > corpus/archive/tarball
{ printf '\2'; cat corpus/archive/plain; } > corpus/archive/packed
rm corpus/archive/plain
if command -v zip > /dev/null; then
    rm -f corpus/archive/zip.zip
    (cd "$sample" && zip -qr - policies rules) > corpus/archive/zip.zip
    { printf '\0'; cat corpus/archive/zip.zip; } > corpus/archive/zipped
    rm corpus/archive/zip.zip
fi
