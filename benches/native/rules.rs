//! The rules of the built-in rule set, one function a duty.

use super::case::{At, Case, Judged, Maybe, Outcome, Truth, all, any, whole};
use super::dates::Dates;

/// Judges one requirement of a duty for the case's subject.
pub(crate) fn judge(duty: &str, c: &Case<'_>, id: &str) -> Judged {
    let rule: fn(&Case<'_>, &str) -> Option<Judged> = match duty {
        "prevent.communications_plan" => communications_plan,
        "prevent.contest_boards" => contest_boards,
        "prevent.local_profiles" => local_profiles,
        "prevent.performance_measures" => performance_measures,
        "prevent.spocs" => spocs,
        "prevent.strategic_lead" => strategic_lead,
        "prevent.training_strategy" => training_strategy,
        "spr.capability" => capability,
        "spr.capacity" => capacity,
        "spr.connectivity" => connectivity,
        "spr.consistency" => consistency,
        "spr.departures" => departures,
        "spr.joint_planning" => joint_planning,
        "statute.annual_report" => annual_report,
        "statute.chief_officer_regard" => chief_officer_regard,
        "statute.hold_to_account" => hold_to_account,
        "statute.inspection_response" => inspection_response,
        "statute.plan_national_functions" => plan_national_functions,
        "statute.plan_regard" => plan_regard,
        "statute.plan_review" => plan_review,
        _ => |_, _| None,
    };
    rule(c, id).unwrap_or(Judged { outcome: Outcome::Unknown, by: None, undated: false })
}

fn communications_plan(c: &Case<'_>, id: &str) -> Option<Judged> {
    let plan = c.at("prevent.communications_plans").entry(c.subject);
    let approved = || c.done(plan.date("approved"));
    Some(match id {
        "has_plan" => c.require(approved()),
        "plan_current" => c.when(approved(), || c.require(c.up_to(c.today(), plan.date("ends")))),
        "covers_both" => c.when(approved(), || {
            c.require(all([plan.contains("parts", "communications"), plan.contains("parts", "engagement")]))
        }),
        "carried_out" => {
            c.when(approved(), || c.require(c.within(c.ago("activity_within"), plan.date("last_activity"))))
        }
        _ => return None,
    })
}

fn contest_boards(c: &Case<'_>, id: &str) -> Option<Judged> {
    let strategic = c.at("prevent.contest_boards.strategic");
    let tactical = c.at("prevent.contest_boards.tactical");
    let in_place = |board: &At<'_, '_>| {
        let terms = board.at("terms");
        all([board.text("chair").exists(), c.done(terms.date("approved")), terms.contains("strands", "prevent")])
    };
    Some(match id {
        "strategic_in_place" => c.require(in_place(&strategic)),
        "strategic_sits" => c.require(c.within(c.ago("strategic_within"), strategic.date("last_met"))),
        "tactical_in_place" => c.require(in_place(&tactical)),
        "tactical_sits" => c.require(c.within(c.ago("tactical_within"), tactical.date("last_met"))),
        "joined" => c.when(tactical.text("name").exists(), || {
            c.require(c.within(c.ago("strategic_within"), strategic.date("last_tactical_report")))
        }),
        _ => return None,
    })
}

fn local_profiles(c: &Case<'_>, id: &str) -> Option<Judged> {
    let profile = c.at("prevent.local_profiles").entry(c.subject);
    let plan = c.at("prevent.delivery_plans").entry(c.subject);
    let has_plan = || plan.is("in_place", &["true"]);
    Some(match id {
        "profile_current" => c.require(c.within(c.ago("profile_within"), profile.date("issued"))),
        "has_plan" => c.require(has_plan()),
        "plan_current" => c.when(has_plan(), || c.require(c.up_to(c.today(), plan.date("ends")))),
        "informs_plan" => c.when(all([has_plan(), profile.count("priorities").at_least(whole(1))]), || {
            let by = c.later(profile.date("issued"), "answer_within");
            let answered = plan.count("priorities_answered").at_least(profile.count("priorities"));
            c.by(all([c.in_time(profile.date("issued"), plan.date("agreed"), by), answered]), || by)
        }),
        "higher_risk_focus" => {
            let higher_risk = c.at("prevent").contains("priority_areas", c.subject);
            c.when(all([has_plan(), higher_risk]), || c.require(plan.count("higher_risk_actions").at_least(whole(1))))
        }
        _ => return None,
    })
}

fn performance_measures(c: &Case<'_>, id: &str) -> Option<Judged> {
    let measures = c.at("prevent.performance");
    Some(match id {
        "adopted" => c.require(c.done(measures.date("adopted"))),
        "operational" => c.require(measures.len("operational").at_least(whole(1))),
        "all_reported" => c.when(measures.count("in_use").at_least(whole(1)), || {
            c.require(measures.count("reported").at_least(measures.count("in_use")))
        }),
        "considered" => c.require(c.within(c.ago("considered_within"), measures.date("last_considered"))),
        _ => return None,
    })
}

fn spocs(c: &Case<'_>, id: &str) -> Option<Judged> {
    let spocs = c.at("prevent.spocs");
    let some = || spocs.count("in_role").at_least(whole(1));
    Some(match id {
        "role_set_out" => c.require(c.done(spocs.date("role_approved"))),
        "places_filled" => c.require(all([some(), spocs.count("in_role").at_least(spocs.count("places"))])),
        "made_ready" => c.when(some(), || c.require(spocs.count("trained").at_least(spocs.count("in_role")))),
        "kept_current" => {
            c.when(some(), || c.require(c.within(c.ago("development_within"), spocs.date("last_development"))))
        }
        _ => return None,
    })
}

fn strategic_lead(c: &Case<'_>, id: &str) -> Option<Judged> {
    let lead = c.at("prevent.strategic_lead");
    let since = c.ago("cpd_within");
    Some(match id {
        "in_post" => c.require(all([c.done(lead.date("appointed")), lead.text("rank").exists()])),
        "has_cpd" => c.require(c.done(lead.at("cpd").date("access_given"))),
        "cpd_current" => c.when(c.up_to(lead.date("appointed"), since), || {
            c.require(c.within(since, lead.at("cpd").date("last_activity")))
        }),
        _ => return None,
    })
}

fn training_strategy(c: &Case<'_>, id: &str) -> Option<Judged> {
    let strategy = c.at("prevent.training_strategy");
    let briefings = c.at("prevent.briefings");
    let since = c.ago("briefing_period");
    Some(match id {
        "strategy_approved" => c.require(c.done(strategy.date("approved"))),
        "strategy_current" => {
            c.when(c.done(strategy.date("approved")), || c.require(c.up_to(c.today(), strategy.date("review_due"))))
        }
        "briefed_regularly" => c.require(
            briefings.len_if("issued", |day| c.within(since, day)).at_least(whole(c.number("briefings_needed"))),
        ),
        "all_staff" => {
            let staff = briefings.count("staff");
            c.require(all([staff.at_least(whole(1)), briefings.count("reached").at_least(staff)]))
        }
        _ => return None,
    })
}

fn capability(c: &Case<'_>, id: &str) -> Option<Judged> {
    let capability = c.at("spr.capability").entry(c.subject);
    let (posts, plans, agreement) = (capability.at("posts"), capability.at("plans"), capability.at("agreement"));
    Some(match id {
        "units_named" => c.require(capability.len("units").at_least(whole(1))),
        "agreement_in_force" => c.when(capability.is("held", &["with-others", "by-others"]), || {
            c.require(all([
                c.done(agreement.date("signed")),
                c.up_to(c.today(), agreement.date("runs_until")),
                agreement.len("parties").at_least(whole(2)),
            ]))
        }),
        "posts_filled" => {
            let established = posts.count("established");
            let filled = posts.count("filled").times(100).at_least(established.times(c.number("filled_percent")));
            c.require(all([established.at_least(whole(1)), filled]))
        }
        "equipment_checked" => c.require(c.within(c.ago("check_every"), capability.date("equipment_checked"))),
        "plans_reviewed" => {
            let kept = plans.count("kept");
            let reviewed = plans.count("reviewed").times(100).at_least(kept.times(c.number("reviewed_percent")));
            c.require(all([kept.at_least(whole(1)), reviewed]))
        }
        _ => return None,
    })
}

fn capacity(c: &Case<'_>, id: &str) -> Option<Judged> {
    let capacity = c.at("spr.capacity").entry(c.subject);
    let (contribution, considered) = (capacity.at("contribution"), capacity.at("considered"));
    let (available, shortfall) = (capacity.at("available"), capacity.at("shortfall"));
    Some(match id {
        "contribution_decided" => {
            c.require(all([c.done(contribution.date("decided_on")), contribution.count("people").at_least(whole(0))]))
        }
        "chief_officer_considered" => c.require(c.within(c.ago("weigh_every"), considered.date("chief_officer"))),
        "policing_body_considered" => c.require(c.within(c.ago("weigh_every"), considered.date("policing_body"))),
        "people_counted" => c.require(c.within(c.ago("count_every"), available.date("counted_on"))),
        "shortfall_answered" => {
            let (have, need) = (available.count("people"), contribution.count("people"));
            let short = all([have.exists(), need.exists(), have.at_least(need).map(|enough| !enough)]);
            c.when(short, || c.require(all([c.done(shortfall.date("decided_on")), shortfall.text("reasons").exists()])))
        }
        _ => return None,
    })
}

fn connectivity(c: &Case<'_>, id: &str) -> Option<Judged> {
    let links = c.at("spr.connectivity").entry(c.subject);
    let (national, tasking, exercise) = (links.at("national_link"), links.at("tasking"), links.at("exercise"));
    Some(match id {
        "partners_named" => c.require(links.len("agencies").at_least(whole(1))),
        "nationally_linked" => c.require(all([c.done(national.date("joined")), national.text("name").exists()])),
        "tasking_regular" => {
            let often = tasking.count("meetings_a_year").at_least(whole(c.number("meetings_a_year")));
            c.require(all([tasking.text("meeting").exists(), often]))
        }
        "tasking_recent" => c.require(c.within(c.ago("tasked_within"), tasking.date("last_met"))),
        "exercised" => c.require(all([
            c.within(c.ago("exercise_every"), exercise.date("last_run")),
            exercise.len("partners").at_least(whole(1)),
        ])),
        _ => return None,
    })
}

fn consistency(c: &Case<'_>, id: &str) -> Option<Judged> {
    let consistency = c.at("spr.consistency").entry(c.subject);
    let trained = consistency.at("trained");
    let integrated = consistency.len("specialisms").at_least(whole(1));
    Some(match id {
        "standard_named" => c.when(integrated, || c.require(consistency.text("standard").exists())),
        "enough_trained" => c.when(integrated, || {
            let required = trained.count("required");
            c.require(all([required.at_least(whole(1)), trained.count("people").at_least(required)]))
        }),
        "training_given" => {
            c.when(integrated, || c.require(c.within(c.ago("train_every"), consistency.date("training_last_given"))))
        }
        "doctrine_shared" => c
            .when(all([integrated, consistency.len("emergency_services").at_least(whole(1))]), || {
                c.require(consistency.text("joint_doctrine").exists())
            }),
        _ => return None,
    })
}

fn departures(c: &Case<'_>, id: &str) -> Option<Judged> {
    const SPR: &[&str] = &[
        "spr2012.joint_planning",
        "spr2012.capacity",
        "spr2012.capability",
        "spr2012.consistency",
        "spr2012.connectivity",
        "spr2012.resources_decided_together",
        "spr.joint_planning",
        "spr.capacity",
        "spr.capability",
        "spr.consistency",
        "spr.connectivity",
        "spr2023.assurance_statement",
        "spr2023.plan_reference",
        "spr2023.resources_assessed",
        "spr2023.readiness_scrutinised",
        "spr2023.vawg_capability",
        "spr2023.local_linked",
    ];
    let departure = c.at("departures").entry(c.subject);
    Some(c.when(departure.is("duty", SPR), || {
        c.require(match id {
            "reasoned" => departure.text("reason").exists(),
            "decided" => all([
                c.done(departure.date("decided_on")),
                any(["chief-officer", "pcc", "mayor", "mopac"].map(|who| departure.contains("decided_by", who))),
            ]),
            "particular" => departure.len("requirements").at_least(whole(1)),
            "still_justified" => c.up_to(c.today(), departure.date("until")),
            _ => None,
        })
    }))
}

fn joint_planning(c: &Case<'_>, id: &str) -> Option<Judged> {
    let joint = c.at("spr.joint_planning");
    Some(c.require(match id {
        "planned_together" => c.within(c.ago("meet_every"), joint.date("last_met")),
        "both_present" => {
            all([joint.contains("attended_by", "chief-officer"), joint.contains("attended_by", "policing-body")])
        }
        "part_agreed" => c.within(c.ago("agree_every"), joint.date("plan_agreed")),
        "covers_threat" => joint.contains("threats", c.subject),
        _ => return None,
    }))
}

fn annual_report(c: &Case<'_>, id: &str) -> Option<Judged> {
    if id == "latest_published" {
        let time_over = c.ago("report_within");
        let a_year_before = c.earlier(time_over, "12 months");
        return Some(c.require(c.at("annual_reports").any(|report| {
            let ended = report.date("year_ended");
            let before = c.up_to(time_over, ended).map(|after| !after);
            all([c.up_to(a_year_before, ended), before, c.done(report.date("published"))])
        })));
    }
    let report = c.at("annual_reports").entry(c.subject);
    let panel = report.at("panel");
    let due = c.later(report.date("year_ended"), "report_within");
    let in_time = |date: Maybe<Dates>| c.by(all([c.up_to(date, due), c.done(date)]), || due);
    Some(match id {
        "published" => in_time(report.date("published")),
        "covers_objectives" => c.when(c.done(report.date("published")), || {
            let planned = report.count("objectives_in_plan");
            c.require(all([planned.at_least(whole(1)), report.count("objectives_reported").at_least(planned)]))
        }),
        "sent_to_panel" => in_time(report.date("sent_to_panel")),
        "panel_attended" => {
            let sent = report.date("sent_to_panel");
            let by = c.later(sent, "meet_within");
            c.when(c.done(sent), || c.by(c.in_time(sent, panel.date("met_on"), by), || by))
        }
        "panel_answered" => {
            let reported = panel.date("reported_on");
            let by = c.later(reported, "respond_within");
            c.when(c.done(reported), || c.by(c.in_time(reported, panel.date("response_published"), by), || by))
        }
        _ => return None,
    })
}

fn chief_officer_regard(c: &Case<'_>, id: &str) -> Option<Judged> {
    let decisions = c.at("regard.decisions");
    let decision = decisions.entry(c.subject);
    let regarded = |decision: &At<'_, '_>| c.up_to(decision.date("spr_considered_on"), decision.date("taken_on"));
    let taken = || c.done(decision.date("taken_on"));
    Some(match id {
        "recent" => {
            c.require(decisions.any(|d| all([c.within(c.ago("regard_every"), d.date("taken_on")), regarded(d)])))
        }
        "considered_first" => c.when(taken(), || c.require(regarded(&decision))),
        "reasons_kept" => c.when(taken(), || c.require(decision.text("reasons").exists())),
        _ => return None,
    })
}

fn hold_to_account(c: &Case<'_>, id: &str) -> Option<Judged> {
    let meetings = c.at("scrutiny.meetings");
    let meeting = meetings.entry(c.subject);
    let actions = meeting.at("actions");
    let recent = |meeting: &At<'_, '_>| c.within(c.ago("scrutiny_every"), meeting.date("held_on"));
    Some(match id {
        "met_within_year" => c.require(meetings.any(recent)),
        "covers_threat" => c.require(meetings.any(|m| all([recent(m), m.contains("threats", c.subject)]))),
        "questions_minuted" => {
            c.when(c.done(meeting.date("held_on")), || c.require(meeting.count("questions").at_least(whole(1))))
        }
        "actions_closed" => c.when(actions.count("agreed").at_least(whole(1)), || {
            c.by(actions.count("closed").at_least(actions.count("agreed")), || actions.date("due"))
        }),
        _ => return None,
    })
}

fn inspection_response(c: &Case<'_>, id: &str) -> Option<Judged> {
    let report = c.at("inspections").entry(c.subject);
    let response = report.at("response");
    let deadline = c.last_day_of("56 days", report.date("published"));
    let published = || c.done(response.date("published"));
    Some(match id {
        "published_in_time" => c.by(all([c.up_to(response.date("published"), deadline), published()]), || deadline),
        "comments_complete" => c.when(published(), || {
            let no_comment = report.date("chief_officer_commented").exists().map(|there| !there);
            let chief_officer = any([no_comment, response.contains("includes", "chief-officer-comments")]);
            c.by(all([response.contains("includes", "policing-body-comments"), chief_officer]), || deadline)
        }),
        "recommendations_answered" => c.when(report.count("recommendations").at_least(whole(1)), || {
            c.by(response.count("recommendations_answered").at_least(report.count("recommendations")), || deadline)
        }),
        _ => return None,
    })
}

fn plan_national_functions(c: &Case<'_>, id: &str) -> Option<Judged> {
    let plan = c.at("plan");
    Some(c.require(match id {
        "objective_set" => plan.len("national_objectives").at_least(whole(1)),
        "plan_in_force" => all([c.done(plan.date("issued")), c.up_to(c.today(), plan.date("runs_until"))]),
        _ => return None,
    }))
}

fn plan_regard(c: &Case<'_>, id: &str) -> Option<Judged> {
    let plan = c.at("plan");
    let regard = plan.at("spr_regard");
    let variation = plan.at("variations").entry(c.subject);
    Some(match id {
        "considered_first" => c.when(c.done(plan.date("issued")), || {
            c.require(c.up_to(regard.date("considered_on"), plan.date("issued")))
        }),
        "reasons_kept" => c.require(regard.text("reasons").exists()),
        "threat_weighed" => c.require(any([
            plan.contains("threats_addressed", c.subject),
            plan.contains("threats_explained", c.subject),
        ])),
        "variation_considered" => c.when(c.done(variation.date("varied_on")), || {
            c.require(c.up_to(variation.date("spr_considered_on"), variation.date("varied_on")))
        }),
        _ => return None,
    })
}

fn plan_review(c: &Case<'_>, id: &str) -> Option<Judged> {
    let plan = c.at("plan");
    let review = plan.at("reviews").entry(c.subject);
    let issued: Option<Dates> =
        c.law.sets.get("spr_changes").and_then(|set| set.members.get(c.subject)).and_then(|member| member.issued);
    let change = issued.map_or(Maybe::Missing, Maybe::Is);
    let in_life: Truth = all([c.up_to(plan.date("issued"), change), c.up_to(change, plan.date("runs_until"))]);
    Some(match id {
        "reviewed" => {
            let by = c.later(change, "review_within");
            c.when(in_life, || c.by(c.in_time(change, review.date("reviewed_on"), by), || by))
        }
        "reasons_kept" => {
            c.when(all([in_life, c.done(review.date("reviewed_on"))]), || c.require(review.text("reasons").exists()))
        }
        "acted_on" => c.when(all([in_life, review.is("outcome", &["change-needed"])]), || {
            let reviewed = review.date("reviewed_on");
            let by = c.later(reviewed, "change_within");
            c.by(c.in_time(reviewed, review.date("changed_on"), by), || by)
        }),
        _ => return None,
    })
}
