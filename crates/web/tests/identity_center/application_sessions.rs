//! How long sessions of applications live, whatever becomes of the person and the portal session that they came from.

use std::time::Duration;

use crate::common::portal::{accounts, entered, sign_in};
use crate::common::portal_factors::Administrator;
use crate::common::{Browser, MANAGEMENT_ROOT, Machine, Signs as _, password_of};
use proptest::prelude::*;
use proptest::test_runner::TestCaseError;
use serde_json::{Value, json};
use vestibule_identity::Timestamp;
use vestibule_identity::identity_center::application::standing;
use vestibule_web::world::World;

const HOUR: u64 = 3600;
const BROWSERS: usize = 2;

/// The application that is signed in to with SAML, for who has it.
async fn expenses(browser: &mut Browser) -> String {
    let tiles = browser.get("/api/portal/applications").await;
    let all = tiles.body["applications"].as_array().unwrap();
    let tile = all.iter().find(|tile| tile["name"] == "Expenses").unwrap();
    tile["id"].as_str().unwrap().to_owned()
}

/// Opens it from the portal; whether that went well.
async fn open(browser: &mut Browser, id: &str) -> bool {
    let entry = browser
        .post(&format!("/api/portal/applications/{id}/open"), json!({}))
        .await;
    if entry.is(401, "NOT_SIGNED_IN") {
        return false;
    }
    let form = json!({ "samlResponse": entry.text("samlResponse"), "relayState": "" });
    let landed = browser.post(&format!("/api/application/{id}/saml"), form).await;
    assert_eq!(landed.status, 200, "{landed:?}");
    true
}

async fn is_in(browser: &mut Browser, id: &str) -> bool {
    let page = browser.get(&format!("/api/application/{id}")).await;
    assert_eq!(page.status, 200, "{page:?}");
    !page.body["signedIn"].is_null()
}

#[tokio::test]
async fn it_ends_half_an_hour_after_its_person_is_deleted_wherever_the_clock_has_been() {
    let machine = Machine::new();
    let world = machine.world().await;
    let mut administrator = Administrator::of(&world).await;
    let long = json!({ "minutes": 129_600 });
    let set = administrator
        .root
        .put("/api/identity-center/settings/session", long)
        .await;
    assert_eq!(set.status, 204, "{set:?}");
    let path = administrator.path_of("mary").await;
    let mut mary = entered(&world, "mary").await;
    let id = expenses(&mut mary).await;
    assert!(open(&mut mary, &id).await);
    // The portal is used ten days ahead.
    world.service.advance_clock(Duration::from_hours(240)).await.unwrap();
    accounts(&mut mary).await;
    world.service.clock_back_to_real().await.unwrap();
    let sessions = administrator.root.get(&format!("{path}/sessions")).await;
    assert_eq!(sessions.body["sessions"][0]["lastSeenAt"], "2026-03-01T12:00:00Z");
    let deleted = administrator.root.delete(&path).await;
    assert_eq!(deleted.status, 204, "{deleted:?}");
    machine.pass(HOUR / 2 - 1);
    assert!(is_in(&mut mary, &id).await);
    let cookies = mary.header();
    for later in [1, HOUR, 3 * 24 * HOUR, 6 * 24 * HOUR] {
        machine.pass(later);
        let page = format!("/api/application/{id}");
        let shown = mary.replay("GET", &page, &cookies, &Value::Null).await;
        assert!(shown.body["signedIn"].is_null(), "{later}: {shown:?}");
    }
}

#[tokio::test]
async fn one_that_is_over_does_not_come_back_with_what_is_done_to_its_person() {
    let machine = Machine::new();
    let world = machine.world().await;
    let mut mary = entered(&world, "mary").await;
    let id = expenses(&mut mary).await;
    assert!(open(&mut mary, &id).await);
    // The portal session is over after eight hours; a renewal would be due ten minutes ago.
    machine.pass(19 * HOUR + 600);
    let cookies = mary.header();
    let page = format!("/api/application/{id}");
    let mut administrator = Administrator::of(&world).await;
    let path = administrator.path_of("mary").await;
    for act in ["disable", "delete"] {
        let done = match act {
            "disable" => {
                let form = json!({ "enabled": false });
                administrator.root.put(&format!("{path}/enabled"), form).await
            }
            _ => administrator.root.delete(&path).await,
        };
        assert_eq!(done.status, 204, "{act}: {done:?}");
        let shown = mary.replay("GET", &page, &cookies, &Value::Null).await;
        assert!(shown.body["signedIn"].is_null(), "{act}: {shown:?}");
    }
}

#[derive(Debug, Clone)]
enum Step {
    SignIn(usize),
    SignOut(usize),
    Use(usize),
    Open(usize),
    Enable(bool),
    EndSessions,
    Delete,
    Minutes(i64),
    Pass(i64),
    Advance(i64),
    Real,
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let browser = 0..BROWSERS;
    let seconds = prop_oneof![
        1i64..1_000,
        1_700i64..1_900,
        3_500i64..3_700,
        28_000i64..30_000,
        Just(864_000i64)
    ];
    prop::collection::vec(
        prop_oneof![
            6 => browser.clone().prop_map(Step::SignIn),
            1 => browser.clone().prop_map(Step::SignOut),
            3 => browser.clone().prop_map(Step::Use),
            6 => browser.prop_map(Step::Open),
            1 => Just(Step::Enable(false)),
            2 => Just(Step::Enable(true)),
            1 => Just(Step::EndSessions),
            1 => Just(Step::Delete),
            2 => prop_oneof![Just(15i64), Just(480i64), Just(129_600i64)].prop_map(Step::Minutes),
            4 => seconds.clone().prop_map(Step::Pass),
            3 => seconds.prop_map(Step::Advance),
            2 => Just(Step::Real),
        ],
        1..40,
    )
}

/// A session of the portal.
#[derive(Debug, Clone, Copy)]
struct Life {
    begins: i64,
    expires: i64,
    ended: Option<i64>,
}

impl Life {
    fn lives(&self, now: i64) -> bool {
        self.ended.is_none() && self.begins <= now && now < self.expires
    }

    fn end(&mut self, now: i64) {
        self.ended.get_or_insert(now.min(self.expires));
    }
}

#[derive(Debug)]
struct Model {
    now: i64,
    wall: i64,
    minutes: i64,
    exists: bool,
    enabled: bool,
    lives: Vec<Life>,
    /// Which of them each browser has a cookie of.
    portal: [Option<usize>; BROWSERS],
    /// When the application's session of each browser began, and in which of them.
    visits: [Option<(i64, usize)>; BROWSERS],
}

impl Model {
    fn is_at_portal(&self, browser: usize) -> bool {
        let life = self.portal[browser].map(|life| self.lives[life]);
        self.exists && self.enabled && life.is_some_and(|life| life.lives(self.now))
    }

    fn is_in(&self, browser: usize) -> bool {
        let at = |second: i64| Timestamp::from_second(1_800_000_000 + second).unwrap();
        self.visits[browser].is_some_and(|(began, life)| {
            let life = self.lives[life];
            let end = life.ended.unwrap_or(life.expires);
            let is_in = standing(at(began), Some(at(end)), at(self.now)).is_live;
            assert!(!is_in || self.now < end + 1_800, "{self:?}");
            is_in
        })
    }

    fn end_portal_of(&mut self, browser: usize) {
        if let Some(life) = self.portal[browser].take() {
            self.lives[life].end(self.now);
        }
    }

    fn end_all(&mut self) {
        for life in &mut self.lives {
            life.end(self.now);
        }
    }

    /// What began in the time that is undone is over; what ended in it ended now.
    fn back_to_real(&mut self) {
        self.now = self.wall;
        for life in &mut self.lives {
            life.ended = match life.ended {
                Some(ended) => Some(ended.min(self.wall)),
                None if life.begins > self.wall => Some(self.wall),
                None => None,
            };
        }
        for visit in &mut self.visits {
            *visit = visit.filter(|(began, _)| *began <= self.wall);
        }
    }
}

struct Real {
    machine: Machine,
    world: World,
    browsers: Vec<Browser>,
    root: Browser,
    password: String,
    /// Where Mary is administered.
    path: String,
    application: String,
}

impl Real {
    async fn start() -> Self {
        let machine = Machine::new();
        let world = machine.world().await;
        let mut administrator = Administrator::of(&world).await;
        let mut mary = entered(&world, "mary").await;
        Self {
            browsers: (0..BROWSERS).map(|_| Browser::of(&world)).collect(),
            path: administrator.path_of("mary").await,
            root: administrator.root,
            password: password_of(&world, "mary").await,
            application: expenses(&mut mary).await,
            machine,
            world,
        }
    }

    async fn administrator(&mut self) -> &mut Browser {
        if !self.root.signed_in().await {
            let password = password_of(&self.world, MANAGEMENT_ROOT).await;
            self.root.sign_in_root(MANAGEMENT_ROOT, &password).await;
        }
        &mut self.root
    }

    /// What the administrator does to Mary goes well while she exists.
    async fn act(&mut self, method: &str, below: &str, body: &Value, exists: bool) -> Result<(), TestCaseError> {
        let path = format!("{}{below}", self.path);
        let done = self.administrator().await.send(method, &path, body).await;
        prop_assert_eq!(done.status, if exists { 204 } else { 404 }, "{}: {:?}", path, done);
        Ok(())
    }
}

async fn mary_acts(real: &mut Real, model: &mut Model, step: &Step) -> Result<(), TestCaseError> {
    match *step {
        // Refused attempts are told about elsewhere.
        Step::SignIn(browser) if model.exists && model.enabled => {
            let password = real.password.clone();
            let answer = sign_in(&mut real.browsers[browser], "mary", &password).await;
            prop_assert!(answer.stepped_to("signed-in"), "{:?}", answer);
            model.end_portal_of(browser);
            model.portal[browser] = Some(model.lives.len());
            model.lives.push(Life {
                begins: model.now,
                expires: model.now + model.minutes * 60,
                ended: None,
            });
        }
        Step::SignOut(browser) => {
            let answer = real.browsers[browser].post("/api/portal/sign-out", json!({})).await;
            prop_assert_eq!(answer.status, 204, "{:?}", answer);
            model.end_portal_of(browser);
        }
        Step::Use(browser) => {
            let answer = real.browsers[browser].get("/api/portal/accounts").await;
            let expected = if model.is_at_portal(browser) { 200 } else { 401 };
            prop_assert_eq!(answer.status, expected, "{:?}", answer);
        }
        Step::Open(browser) => {
            let opened = open(&mut real.browsers[browser], &real.application).await;
            prop_assert_eq!(opened, model.is_at_portal(browser));
            if let (true, Some(life)) = (opened, model.portal[browser]) {
                model.visits[browser] = Some((model.now, life));
            }
        }
        _ => {}
    }
    Ok(())
}

async fn others_act(real: &mut Real, model: &mut Model, step: &Step) -> Result<(), TestCaseError> {
    let duration = |seconds: i64| Duration::from_secs(seconds.unsigned_abs());
    match *step {
        Step::Enable(enabled) => {
            let form = json!({ "enabled": enabled });
            real.act("PUT", "/enabled", &form, model.exists).await?;
            if model.exists {
                model.enabled = enabled;
                if !enabled {
                    model.end_all();
                }
            }
        }
        Step::EndSessions if model.exists => {
            let path = format!("{}/sessions", real.path);
            let listed = real.administrator().await.get(&path).await;
            let all = listed.body["sessions"].as_array().unwrap().clone();
            let now = model.now;
            let live = model.lives.iter_mut().filter(|life| life.lives(now));
            let ended = live.map(|life| life.end(now)).count();
            prop_assert_eq!(all.len(), ended, "{:?}", all);
            if ended > 0 {
                let ids: Vec<&Value> = all.iter().map(|session| &session["id"]).collect();
                real.act("POST", "/sessions/delete", &json!({ "sessions": ids }), true)
                    .await?;
            }
        }
        Step::Delete => {
            real.act("DELETE", "", &Value::Null, model.exists).await?;
            model.exists = false;
            model.end_all();
        }
        Step::Minutes(minutes) => {
            let path = "/api/identity-center/settings/session";
            let form = json!({ "minutes": minutes });
            let set = real.administrator().await.put(path, form).await;
            prop_assert_eq!(set.status, 204, "{:?}", set);
            model.minutes = minutes;
        }
        Step::Pass(seconds) => {
            real.machine.clock.pass(duration(seconds));
            model.now += seconds;
            model.wall += seconds;
        }
        Step::Advance(seconds) => {
            real.world.service.advance_clock(duration(seconds)).await.unwrap();
            model.now += seconds;
        }
        Step::Real => {
            real.world.service.clock_back_to_real().await.unwrap();
            model.back_to_real();
        }
        _ => {}
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 32, ..ProptestConfig::default() })]

    #[test]
    fn sessions_of_an_application_are_as_the_model_says(steps in steps()) {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        runtime.block_on(async {
            let mut real = Real::start().await;
            let mut model = Model {
                now: 0,
                wall: 0,
                minutes: 480,
                exists: true,
                enabled: true,
                // Mary signed in once to see what she has.
                lives: vec![Life { begins: 0, expires: 480 * 60, ended: None }],
                portal: [None; BROWSERS],
                visits: [None; BROWSERS],
            };
            for step in &steps {
                mary_acts(&mut real, &mut model, step).await?;
                others_act(&mut real, &mut model, step).await?;
                for browser in 0..BROWSERS {
                    let shown = is_in(&mut real.browsers[browser], &real.application).await;
                    prop_assert_eq!(shown, model.is_in(browser), "browser {} after {:?}: {:?}", browser, step, model);
                    if !shown {
                        model.visits[browser] = None;
                    }
                }
            }
            real.world.close().await;
            Ok::<(), TestCaseError>(())
        })?;
    }
}
