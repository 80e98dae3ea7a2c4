//! Random steps of people and of an administrator against a small model: who is in the portal, what lives on after the
//! portal let go of somebody, and for how long.

use std::collections::BTreeMap;
use std::sync::OnceLock;
use std::time::Duration;

use crate::common::portal::{account_id, credentials, follow, link, sign_in};
use crate::common::{Browser, MANAGEMENT_ROOT, Machine, Signs as _, password_of};
use proptest::prelude::*;
use proptest::test_runner::TestCaseError;
use serde_json::{Value, json};
use vestibule_web::world::World;

/// Each with a group that everything comes from, a permission set, and how long it lasts.
const PEOPLE: [(&str, &str, &str, i64); 2] = [
    ("mary", "Cloud engineers", "PowerUserAccess", 4 * 3600),
    ("diego", "Auditors", "ReadOnlyAccess", 8 * 3600),
];
const BROWSERS: usize = 2;
/// Attempts that are free after one another.
const FREE: u32 = 4;

#[derive(Debug, Clone)]
enum Step {
    SignIn(usize, usize),
    SignOut(usize),
    OpenConsole(usize),
    Credentials(usize),
    Disable(usize),
    Enable(usize),
    DeleteSessions(usize),
    LeaveGroup(usize),
    JoinGroup(usize),
    DeleteUser(usize),
    PortalMinutes(i64),
    Pass(i64),
    Advance(i64),
    Real,
    Restart,
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let browser = 0..BROWSERS;
    let person = 0..PEOPLE.len();
    let seconds = prop_oneof![1i64..1000, 3_000i64..4_000, 14_000i64..15_000, 28_000i64..30_000];
    prop::collection::vec(
        prop_oneof![
            8 => (browser.clone(), person.clone()).prop_map(|(browser, person)| Step::SignIn(browser, person)),
            2 => browser.clone().prop_map(Step::SignOut),
            6 => browser.clone().prop_map(Step::OpenConsole),
            4 => browser.prop_map(Step::Credentials),
            2 => person.clone().prop_map(Step::Disable),
            3 => person.clone().prop_map(Step::Enable),
            2 => person.clone().prop_map(Step::DeleteSessions),
            2 => person.clone().prop_map(Step::LeaveGroup),
            3 => person.clone().prop_map(Step::JoinGroup),
            1 => person.prop_map(Step::DeleteUser),
            2 => prop_oneof![Just(15i64), 16i64..600, Just(1440i64)].prop_map(Step::PortalMinutes),
            4 => seconds.clone().prop_map(Step::Pass),
            3 => seconds.prop_map(Step::Advance),
            1 => Just(Step::Real),
            1 => Just(Step::Restart),
        ],
        1..30,
    )
}

#[derive(Debug, Clone, Copy)]
struct Span {
    person: usize,
    begins: i64,
    ends: i64,
}

impl Span {
    fn lives(&self, now: i64) -> bool {
        self.begins <= now && now < self.ends
    }
}

#[derive(Debug, Clone, Copy)]
struct Who {
    exists: bool,
    enabled: bool,
    in_group: bool,
    failures: u32,
}

#[derive(Debug)]
struct Model {
    now: i64,
    wall: i64,
    minutes: i64,
    people: [Who; 2],
    portal: [Option<Span>; BROWSERS],
    console: [Option<Span>; BROWSERS],
    keys: BTreeMap<String, Span>,
}

impl Model {
    fn new() -> Self {
        let who = Who {
            exists: true,
            enabled: true,
            in_group: true,
            failures: 0,
        };
        Self {
            now: 0,
            wall: 0,
            minutes: 480,
            people: [who; 2],
            portal: [None; BROWSERS],
            console: [None; BROWSERS],
            keys: BTreeMap::new(),
        }
    }

    fn put_out(&mut self, person: usize) {
        for session in &mut self.portal {
            *session = session.filter(|session| session.person != person);
        }
    }

    /// The clock goes back: keys from the time that is undone are forgotten, and what expired in it stays expired.
    fn back_to_real(&mut self) {
        let left = std::mem::replace(&mut self.now, self.wall);
        self.keys.retain(|_, key| key.begins <= self.wall);
        for key in self.keys.values_mut().filter(|key| key.ends <= left) {
            key.ends = key.begins;
        }
    }

    /// What everyone sees of a session whose time is over is its end.
    fn settle(&mut self) {
        let now = self.now;
        for session in self.portal.iter_mut().chain(&mut self.console) {
            *session = session.filter(|session| session.lives(now));
        }
    }
}

struct Real {
    machine: Machine,
    world: World,
    browsers: Vec<Browser>,
    root: Browser,
    passwords: Vec<String>,
    users: Vec<String>,
    groups: Vec<String>,
    finance: String,
    issuer: String,
}

fn list<'a>(answer: &'a crate::common::Answer, field: &str) -> &'a Vec<Value> {
    answer.body[field]
        .as_array()
        .unwrap_or_else(|| panic!("{field} in {answer:?}"))
}

fn id_of(all: &[Value], field: &str, name: &str) -> String {
    let found = all.iter().find(|one| one[field] == name);
    found.unwrap_or_else(|| panic!("{name} in {all:?}"))["id"]
        .as_str()
        .unwrap()
        .to_owned()
}

async fn admin(world: &World, root: &mut Browser) {
    if !root.signed_in().await {
        let password = password_of(world, MANAGEMENT_ROOT).await;
        root.sign_in_root(MANAGEMENT_ROOT, &password).await;
    }
}

impl Real {
    async fn start() -> Self {
        let machine = template().copy();
        let world = machine.world().await;
        let mut root = Browser::of(&world);
        admin(&world, &mut root).await;
        let users = root.get("/api/identity-center/users").await;
        let groups = root.get("/api/identity-center/groups").await;
        let mut passwords = Vec::new();
        for (name, ..) in PEOPLE {
            passwords.push(password_of(&world, name).await);
        }
        let mut mary = Browser::of(&world);
        sign_in(&mut mary, "mary", &passwords[0]).await.must_step("signed-in");
        let finance = account_id(&mut mary, "Finance").await;
        mary.post("/api/portal/sign-out", json!({})).await;
        let center = root.get("/api/identity-center").await;
        Self {
            browsers: (0..BROWSERS).map(|_| Browser::of(&world)).collect(),
            users: PEOPLE
                .map(|(name, ..)| id_of(list(&users, "users"), "userName", name))
                .to_vec(),
            groups: PEOPLE
                .map(|(_, group, ..)| id_of(list(&groups, "groups"), "name", group))
                .to_vec(),
            issuer: center.text("identityStoreId").to_owned(),
            machine,
            world,
            root,
            passwords,
            finance,
        }
    }

    async fn restart(&mut self) {
        self.world.close().await;
        self.world = self.machine.world().await;
        for browser in self.browsers.iter_mut().chain([&mut self.root]) {
            let jar = std::mem::take(&mut browser.jar);
            *browser = Browser::of(&self.world);
            browser.jar = jar;
        }
    }

    async fn ask_admin(&mut self, method: &str, path: &str, body: &Value) -> crate::common::Answer {
        admin(&self.world, &mut self.root).await;
        self.root
            .send(method, &format!("/api/identity-center{path}"), body)
            .await
    }

    /// An administrator's act, which must go well for people who exist.
    async fn act(&mut self, method: &str, path: &str, body: &Value, exists: bool) -> Result<(), TestCaseError> {
        let answer = self.ask_admin(method, path, body).await;
        if exists {
            prop_assert!(matches!(answer.status, 200 | 204), "{} {}: {:?}", method, path, answer);
        } else {
            prop_assert_eq!(answer.status, 404, "{} {}: {:?}", method, path, answer);
        }
        Ok(())
    }
}

async fn person_acts(real: &mut Real, model: &mut Model, step: &Step) -> Result<(), TestCaseError> {
    match *step {
        Step::SignIn(browser, person) => {
            let who = model.people[person];
            if !(who.exists && who.enabled) && who.failures >= FREE {
                return Ok(());
            }
            let (name, ..) = PEOPLE[person];
            let password = real.passwords[person].clone();
            let answer = sign_in(&mut real.browsers[browser], name, &password).await;
            if who.exists && who.enabled {
                prop_assert!(answer.stepped_to("signed-in"), "{:?}", answer);
                model.people[person].failures = 0;
                model.portal[browser] = Some(Span {
                    person,
                    begins: model.now,
                    ends: model.now + model.minutes * 60,
                });
            } else {
                prop_assert!(answer.is(401, "AUTHENTICATION_FAILED"), "{:?}", answer);
                model.people[person].failures += 1;
            }
        }
        Step::SignOut(browser) => {
            let answer = real.browsers[browser].post("/api/portal/sign-out", json!({})).await;
            prop_assert_eq!(answer.status, 204, "{:?}", answer);
            model.portal[browser] = None;
        }
        Step::OpenConsole(browser) => {
            let finance = real.finance.clone();
            let person = model.portal[browser].map_or(0, |session| session.person);
            let (_, _, role, seconds) = PEOPLE[person];
            let answer = link(&mut real.browsers[browser], &finance, role, "").await;
            match model.portal[browser] {
                None => prop_assert!(answer.is(401, "NOT_SIGNED_IN"), "{:?}", answer),
                Some(_) if !model.people[person].in_group => {
                    prop_assert!(answer.is(403, "NO_PORTAL_ACCESS"), "{:?}", answer);
                }
                Some(_) => {
                    prop_assert_eq!(answer.status, 200, "{:?}", answer);
                    let landed = follow(&mut real.browsers[browser], answer.text("address")).await;
                    prop_assert_eq!(landed.status, 200, "{:?}", landed);
                    model.console[browser] = Some(Span {
                        person,
                        begins: model.now,
                        ends: model.now + seconds,
                    });
                }
            }
        }
        Step::Credentials(browser) => {
            let finance = real.finance.clone();
            let person = model.portal[browser].map_or(0, |session| session.person);
            let (_, _, role, seconds) = PEOPLE[person];
            let answer = credentials(&mut real.browsers[browser], &finance, role).await;
            match model.portal[browser] {
                None => prop_assert!(answer.is(401, "NOT_SIGNED_IN"), "{:?}", answer),
                Some(_) if !model.people[person].in_group => {
                    prop_assert!(answer.is(403, "NO_PORTAL_ACCESS"), "{:?}", answer);
                }
                Some(_) => {
                    prop_assert_eq!(answer.status, 200, "{:?}", answer);
                    let span = Span {
                        person,
                        begins: model.now,
                        ends: model.now + seconds,
                    };
                    model.keys.insert(answer.text("accessKeyId").to_owned(), span);
                }
            }
        }
        _ => {}
    }
    Ok(())
}

async fn administrator_acts(real: &mut Real, model: &mut Model, step: &Step) -> Result<(), TestCaseError> {
    match *step {
        Step::Disable(person) | Step::Enable(person) => {
            let enabled = matches!(step, Step::Enable(_));
            let user = real.users[person].clone();
            let exists = model.people[person].exists;
            real.act(
                "PUT",
                &format!("/users/{user}/enabled"),
                &json!({ "enabled": enabled }),
                exists,
            )
            .await?;
            if exists {
                model.people[person].enabled = enabled;
                if !enabled {
                    model.put_out(person);
                }
            }
        }
        Step::DeleteSessions(person) if model.people[person].exists => {
            let user = real.users[person].clone();
            let sessions = real
                .ask_admin("GET", &format!("/users/{user}/sessions"), &Value::Null)
                .await;
            let ids: Vec<&Value> = list(&sessions, "sessions")
                .iter()
                .map(|session| &session["id"])
                .collect();
            let live = model.portal.iter().flatten().filter(|session| session.person == person);
            // One that expired, and whose browser forgot it, is listed again when the clock goes back.
            prop_assert!(ids.len() >= live.count(), "{:?}", sessions);
            let body = json!({ "sessions": ids });
            real.act("POST", &format!("/users/{user}/sessions/delete"), &body, true)
                .await?;
            model.put_out(person);
        }
        Step::LeaveGroup(person) | Step::JoinGroup(person) if model.people[person].exists => {
            let joins = matches!(step, Step::JoinGroup(_));
            let body = json!({ "users": [real.users[person]] });
            let how = if joins { "add" } else { "remove" };
            let path = format!("/groups/{}/members/{how}", real.groups[person]);
            let answer = real.ask_admin("POST", &path, &body).await;
            prop_assert!(answer.status < 500, "{:?}", answer);
            model.people[person].in_group = joins;
        }
        Step::DeleteUser(person) => {
            let user = real.users[person].clone();
            let exists = model.people[person].exists;
            real.act("DELETE", &format!("/users/{user}"), &Value::Null, exists)
                .await?;
            model.people[person].exists = false;
            model.people[person].in_group = false;
            model.put_out(person);
        }
        Step::PortalMinutes(minutes) => {
            real.act("PUT", "/settings/session", &json!({ "minutes": minutes }), true)
                .await?;
            model.minutes = minutes;
        }
        _ => {}
    }
    Ok(())
}

async fn time_passes(real: &mut Real, model: &mut Model, step: &Step) {
    let duration = |seconds: i64| Duration::from_secs(seconds.unsigned_abs());
    match *step {
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
        Step::Restart => real.restart().await,
        _ => {}
    }
}

/// Everything that anyone can see is as the model says.
async fn check(real: &mut Real, model: &mut Model) -> Result<(), TestCaseError> {
    model.settle();
    let page = format!("/api/portal?address=https://{}.awsapps.com/start", real.issuer);
    for place in 0..BROWSERS {
        let browser = &mut real.browsers[place];
        let shown = browser.get(&page).await.body["signedIn"]["userName"].clone();
        let expected = model.portal[place].map(|session| PEOPLE[session.person].0);
        prop_assert_eq!(&shown, &json!(expected), "portal in browser {}", place);
        let accounts = browser.get("/api/portal/accounts").await;
        match model.portal[place] {
            None => prop_assert!(accounts.is(401, "NOT_SIGNED_IN"), "{:?}", accounts),
            Some(session) => {
                let total = if model.people[session.person].in_group { 3 } else { 0 };
                prop_assert_eq!(&accounts.body["total"], &json!(total));
            }
        }
        let console = browser.get("/api/session").await;
        let name = console.body["identity"]["arn"]
            .as_str()
            .and_then(|arn| arn.rsplit('/').next())
            .map(str::to_owned);
        let expected = model.console[place].map(|session| PEOPLE[session.person].0.to_owned());
        prop_assert_eq!(name, expected, "console in browser {}", place);
    }
    for person in 0..PEOPLE.len() {
        let user = real.users[person].clone();
        let answer = real
            .ask_admin("GET", &format!("/users/{user}/credentials"), &Value::Null)
            .await;
        let shown: BTreeMap<String, bool> = list(&answer, "credentials")
            .iter()
            .map(|one| {
                (
                    one["accessKeyId"].as_str().unwrap().to_owned(),
                    one["live"].as_bool().unwrap(),
                )
            })
            .collect();
        let expected: BTreeMap<String, bool> = model
            .keys
            .iter()
            .filter(|(_, span)| span.person == person)
            .map(|(key, span)| (key.clone(), span.lives(model.now)))
            .collect();
        prop_assert_eq!(shown, expected);
    }
    Ok(())
}

/// A world at rest, to copy. Nobody is asked for a second factor.
fn template() -> &'static Machine {
    static TEMPLATE: OnceLock<Machine> = OnceLock::new();
    TEMPLATE.get_or_init(|| {
        std::thread::spawn(|| {
            let machine = Machine::new();
            runtime().block_on(async {
                let world = machine.world().await;
                let mut root = Browser::of(&world);
                admin(&world, &mut root).await;
                let set = crate::common::portal::ask_for_no_factor(&mut root).await;
                assert!(matches!(set.status, 200 | 204), "{set:?}");
                world.close().await;
            });
            machine
        })
        .join()
        .unwrap()
    })
}

fn runtime() -> tokio::runtime::Runtime {
    tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .unwrap()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, ..ProptestConfig::default() })]

    #[test]
    fn the_portal_and_what_came_from_it_are_as_the_model_says(steps in steps()) {
        runtime().block_on(async {
            let mut real = Real::start().await;
            let mut model = Model::new();
            for step in &steps {
                person_acts(&mut real, &mut model, step).await?;
                administrator_acts(&mut real, &mut model, step).await?;
                time_passes(&mut real, &mut model, step).await;
                check(&mut real, &mut model).await?;
            }
            real.world.close().await;
            Ok::<(), TestCaseError>(())
        })?;
    }
}
