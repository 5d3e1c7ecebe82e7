#!/bin/sh
# Makes a small git repository with the plan of a force that is FICTIONAL, to try `sprcheck gate` on: sh seeds/demo-repository.sh DIR
#
# `main` is good; each other branch is one revision of it. docs/ci.md walks through them. Needs git and nothing else, no network.
# Every run makes the same commits: dates and authors are fixed, and the authors are offices.
set -eu

if [ $# -ne 1 ]; then
    echo "usage: sh seeds/demo-repository.sh DIR" >&2
    exit 2
fi
if [ -e "$1" ]; then
    echo "$1 is there already; nothing was made" >&2
    exit 2
fi

# What the machine happens to have set must change nothing.
unset GIT_DIR GIT_WORK_TREE GIT_INDEX_FILE GIT_OBJECT_DIRECTORY GIT_NAMESPACE GIT_TEMPLATE_DIR GIT_DEFAULT_HASH || true
export GIT_CONFIG_NOSYSTEM=1 GIT_CONFIG_GLOBAL=/dev/null GIT_CONFIG_COUNT=0 LC_ALL=C TZ=UTC

mkdir -p "$1"
cd "$1"
git init --quiet --template= .
git symbolic-ref HEAD refs/heads/main
git config core.autocrlf false
git config commit.gpgsign false

# commit OFFICE DATE MESSAGE: everything that is there, by an office, at noon of that day.
commit() {
    name=$1 when="$2T12:00:00+0000"
    export GIT_AUTHOR_NAME="$name" GIT_AUTHOR_EMAIL=office@exampleshire.invalid GIT_AUTHOR_DATE="$when"
    export GIT_COMMITTER_NAME="$name" GIT_COMMITTER_EMAIL=office@exampleshire.invalid GIT_COMMITTER_DATE="$when"
    git add --all
    git commit --quiet --message "$3"
}

# change FILE SCRIPT: edits a file with sed, and fails if that changes nothing.
change() {
    sed "$2" "$1" > "$1.new"
    if cmp -s "$1" "$1.new"; then
        echo "$1: nothing was changed by $2" >&2
        exit 1
    fi
    mv "$1.new" "$1"
}

# branch NAME: a revision of main.
branch() {
    git checkout --quiet -b "$1" main
}

mkdir -p evidence

cat > README.md <<'END'
# Safer Exampleshire: a repository to try the gate on

The force, its plan and every document here are FICTIONAL. No person is named; offices are.
END

cat > plan.md <<'END'
# Safer Exampleshire 2021 to 2025

The police and crime plan of a commissioner and a force that are fictional.

## National threats

The plan was made with regard to the Strategic Policing Requirement. It addresses each of its threats:

- terrorism: the county pays its share of the regional counter-terrorism unit
- serious and organised crime: the county pays its share of the regional organised crime unit
- public disorder: trained officers are kept at the number that the region agreed
- civil emergencies: plans are exercised each year with the resilience forum
- a national cyber security incident: the regional unit leads, and the force names a lead
- child sexual abuse: every report is met within a day

## Neighbourhoods

Each neighbourhood has a named team.
END

cat > evidence/decision-2021-4.md <<'END'
# Decision 4 of 2021: to issue the police and crime plan

## Regard to the Strategic Policing Requirement

It was considered on 16 February 2021. It was the ground for the section on national threats.

## Threats that the plan leaves to others

None.

## Variations

The plan has not been varied.
END

cat > evidence/training-strategy.md <<'END'
# Prevent training strategy

Approved on 10 March 2020.

## Review

To be reviewed by 31 March 2022.
END

cat > evidence/briefing-log.md <<'END'
# Log of threat briefings

Four briefings in the year to May 2021; the last reached all 3,214 officers and staff.
END

cat > profile.yaml <<'END'
# Exampleshire Police is FICTIONAL, and so is every document that is cited here.
uses: [sprcheck]
force:
  id: exampleshire
  name: Exampleshire Police (a fictional force)
  policing_bodies: [{ kind: pcc, from: 2012-11 }]
stated_on: 2021-06-30
marking: OFFICIAL

facts:
  plan:
    issued: { value: 2021-03-30, cites: [plan-2021] }
    spr_regard:
      considered_on: 2021-02-16
      reasons: it was the ground for the section on national threats
      cites: [decision-2021-4#regard-to-the-strategic-policing-requirement]
    threats_addressed:
      complete:
        members:
          - terrorism
          - serious-and-organised-crime
          - public-disorder
          - civil-emergencies
          - national-cyber-security-incident
          - child-sexual-abuse
        cites: [plan-2021#national-threats]
    threats_explained:
      complete: { members: [], cites: [decision-2021-4#threats-that-the-plan-leaves-to-others] }
    variations:
      complete: { members: [], from: 2021-03-30, cites: [decision-2021-4#variations] }
  prevent:
    training_strategy:
      approved: 2020-03-10
      review_due: 2022-03-31
      cites: [training-strategy]
    briefings:
      issued: [2020-07-14, 2020-10-13, 2021-01-12, 2021-04-13]
      staff: 3214
      reached: 3214
      cites: [briefing-log]

evidence:
  plan-2021:
    title: Safer Exampleshire 2021 to 2025 (police and crime plan)
    kind: police-and-crime-plan
    dated: 2021-03-30
    owner: head of policy in the office of the PCC
    held_at: { path: plan.md }
  decision-2021-4:
    title: Decision to issue the police and crime plan
    kind: decision-record
    dated: 2021-03-29
    owner: chief executive of the office of the PCC
    held_at: { path: evidence/decision-2021-4.md }
    reviewed:
      - { section: regard-to-the-strategic-policing-requirement, digest: "sha256:0b0795b3da96e8ef140ef5f2dcb5c6cd7110896bdba8f8f042c0e73c19493b99", by: head of policy, on: 2021-03-30, because: it is as the decision was taken }
      - { section: threats-that-the-plan-leaves-to-others, digest: "sha256:639326820c8b52aa9d36a042272435fabcf047a3314395b86b7fd42503216042", by: head of policy, on: 2021-03-30, because: it is as the decision was taken }
      - { section: variations, digest: "sha256:062ab5fa8672b9b4684dcdae43dbd36e4744bce28a27254c5966eade336cd0e2", by: head of policy, on: 2021-03-30, because: it is as the decision was taken }
  training-strategy:
    title: Prevent training strategy
    kind: strategy
    dated: 2020-03-10
    owner: head of learning and development
    held_at: { path: evidence/training-strategy.md }
  briefing-log:
    title: Log of threat briefings
    kind: briefing-log
    dated: 2021-05-05
    owner: force counter-terrorism security adviser
    held_at: { path: evidence/briefing-log.md }
END
commit "Office of the PCC of Exampleshire" 2021-06-01 "The plan, its profile and its evidence"

branch drops-a-threat
change plan.md '/^- public disorder/d'
change profile.yaml '/- public-disorder$/d'
commit "Office of the PCC of Exampleshire" 2021-06-07 "Shorten the section on national threats"

branch lets-a-review-date-pass
change evidence/training-strategy.md 's/31 March 2022/31 May 2021/'
change profile.yaml 's/review_due: 2022-03-31/review_due: 2021-05-31/'
commit "Learning and development, Exampleshire Police" 2021-06-08 "The strategy is to be reviewed sooner"

branch renames-a-heading
change plan.md 's/^## National threats$/## National policing threats/'
commit "Office of the PCC of Exampleshire" 2021-06-09 "Call the section what it is about"

branch mends-a-comment
change plan.md 's/has a named team/has a team that it knows by name/'
change profile.yaml 's/^# Exampleshire Police is FICTIONAL.*/# FICTIONAL: Exampleshire Police, and every document that is cited here./'
commit "Office of the PCC of Exampleshire" 2021-06-10 "Plainer words"

# reword: edits a section of the decision record that the profile cites.
reword() {
    change evidence/decision-2021-4.md 's/It was the ground for/It was one of the grounds for/'
}

# accept: what `sprcheck review --accept` writes for that section.
accept() {
    digest=sha256:c99fb2986f69efd673b16337ed3289f2b3724784663afb271a4a64373e5ec73d
    review="{ section: regard-to-the-strategic-policing-requirement, digest: \"$digest\", by: chief executive of the office of the PCC, on: 2021-06-14, because: the minute of 16 February has it so }"
    change profile.yaml "s/{ section: regard-to-the-strategic-policing-requirement,.*/$review/"
}

branch edits-a-cited-section
reword
commit "Office of the PCC of Exampleshire" 2021-06-11 "Say in the record what the grounds were"

branch accepts-what-it-edits
reword
accept
commit "Office of the PCC of Exampleshire" 2021-06-14 "Say in the record what the grounds were, and accept it"

# On top of the edit: the office that answers for the record accepts it in a revision of its own.
git checkout --quiet -b accepts-it-later edits-a-cited-section
accept
commit "Chief executive of the office of the PCC of Exampleshire" 2021-06-14 "Accept the record as it is now"

git checkout --quiet main
