//! The state every room reads, and the actions that change it.
//!
//! The reducer computes and nothing else: it stores nothing, reads no clock
//! and draws no random number. Keys and texts arrive inside the action.

use crate::change::Change;
use crate::keeping::Known;
use crate::later::{self, Again};
use crate::text::{self, Lang, Phrase};
use crate::typing::{goes_on, is_back};
use buqi_core::estimate::{Estimate, estimate};
use buqi_core::id::{DeficiencyIdx, FactIdx, ItemIdx, PlaceIdx};
use buqi_core::plan::{Dossier, Edit};
use buqi_core::suggestions::{Assessment, assess};
use buqi_core::survey::{Answer, How, Reply};
use buqi_core::{Catalogue, Plan};
use buqi_exchange::Extras;
use std::rc::Rc;
use std::sync::Arc;
use yew::prelude::*;

/// The rooms of the application, in the order of the navigation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Room {
    Estates,
    Survey,
    Deficiencies,
    Menu,
    Bill,
    About,
}

impl Room {
    pub const ALL: [Room; 6] = [
        Room::Estates,
        Room::Survey,
        Room::Deficiencies,
        Room::Menu,
        Room::Bill,
        Room::About,
    ];

    pub fn as_str(self) -> &'static str {
        match self {
            Room::Estates => "estates",
            Room::Survey => "survey",
            Room::Deficiencies => "deficiencies",
            Room::Menu => "menu",
            Room::Bill => "bill",
            Room::About => "about",
        }
    }

    pub fn from_str(text: &str) -> Option<Room> {
        Room::ALL.into_iter().find(|it| it.as_str() == text)
    }
}

/// Whether the browser holds what is on the screen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Saved {
    Stored,
    Forbidden,
    Full,
}

/// Whether the second module is there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Arrival {
    Awaited,
    Here,
    /// It could not be fetched; a person may ask again.
    Lost,
}

/// What the details panel is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Detail {
    Item(ItemIdx),
    Line { item: ItemIdx, line: usize },
    Deficiency(DeficiencyIdx),
}

/// In which order the survey asks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Order {
    Quick,
    Place(PlaceIdx),
    Importance,
}

/// Who is answering, and how they know. It goes with every new answer; the
/// name stays in this browser.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Surveyor {
    pub name: Option<Arc<str>>,
    pub how: Option<How>,
}

impl Surveyor {
    /// The answer as this person gives it on the day `on`, `YYYY-MM-DD`.
    pub fn attest(&self, reply: Reply, note: Option<Arc<str>>, on: Arc<str>) -> Answer {
        Answer {
            reply,
            how: self.how,
            who: self.name.clone(),
            on: Some(on),
            note,
        }
    }
}

/// The estate that is open.
#[derive(Clone)]
pub struct OpenEstate {
    /// Its key in the browser's storage.
    pub key: Rc<str>,
    pub dossier: Rc<Dossier>,
    /// What the file held that this version does not know.
    pub extras: Rc<Extras>,
    pub assessment: Rc<Assessment>,
    pub estimate: Rc<Estimate>,
    pub undo: Rc<Vec<Step>>,
    pub redo: Rc<Vec<Step>>,
    /// The last edit, while whoever made it may still be typing.
    typing: Option<Rc<Edit>>,
    /// As it was stored when it was opened; nothing for a new one.
    pub opened: Option<Known>,
    /// There once another tab has changed it.
    pub retrace: Option<Retrace>,
}

/// A way back, or forward again.
#[derive(Clone)]
pub struct Step {
    /// The state that it was made for.
    pub from: Rc<Dossier>,
    pub to: Rc<Dossier>,
}

/// Makes of a state what a step makes of another one, where nobody else has
/// changed the same: the state, its extras, and the two ends of the step.
pub type Retrace = fn(&Dossier, &Extras, (&Dossier, &Dossier), &Catalogue) -> Dossier;

/// Everything a room may read. Only dossiers are ever stored.
#[derive(Clone)]
pub struct Session {
    pub catalogue: &'static Catalogue,
    pub lang: Lang,
    pub room: Room,
    pub estate: Option<OpenEstate>,
    pub order: Order,
    /// The building group the survey is about.
    pub row: usize,
    /// The question to bring into view, when one was asked for.
    pub asked: Option<FactIdx>,
    pub detail: Option<Detail>,
    /// The question that is being marked on the buildings.
    pub finding: Option<FactIdx>,
    pub surveyor: Surveyor,
    /// Counts edits, so that a late save can't mark a newer edit as saved.
    pub revision: u64,
    /// Counts what other tabs and elements stored.
    pub heard: u64,
    pub saved: Saved,
    pub arrival: Arrival,
    /// Asks for the second module once more.
    pub again: Again,
    /// What became of the last photo that was to be stored.
    pub pictures: Saved,
    /// Edits of estates that were closed before they came, still to be stored.
    pub strays: Rc<Vec<(Rc<str>, Rc<Edit>)>>,
    /// Whether a new photo keeps the position that the camera wrote.
    pub keeps_position: bool,
    /// What the last edit changed.
    pub change: Option<Rc<Change>>,
}

pub type SessionContext = UseReducerHandle<Session>;

/// The session and the estate that is open in it.
pub fn opened(session: &Option<SessionContext>) -> Option<(&SessionContext, &OpenEstate)> {
    let session = session.as_ref()?;
    Some((session, session.estate.as_ref()?))
}

/// One is made for a tap, so their size does not matter.
#[allow(clippy::large_enum_variant)]
#[derive(Clone)]
pub enum Action {
    Edit(Edit),
    /// A field was left: what is typed next is another step.
    Rest,
    /// An edit that took a while, of the estate it was begun for.
    EditOf {
        key: Rc<str>,
        edit: Edit,
    },
    Undo,
    Redo,
    /// A new estate.
    Begin {
        key: Rc<str>,
        dossier: Dossier,
        extras: Extras,
    },
    Open(OpenEstate),
    /// Another state of the open estate, as one step that can be undone: a
    /// merge, or a difference settled.
    Put {
        dossier: Dossier,
        extras: Extras,
    },
    /// Another tab changed the open estate, which was in the state `from`.
    Sync {
        from: Rc<Dossier>,
        to: Known,
        retrace: Retrace,
    },
    /// Something else wrote to the storage.
    Heard,
    /// The open estate was deleted.
    Close,
    Saved(Saved),
    PicturesSaved(Saved),
    /// The first so many strays are stored.
    StraysStored(usize),
    KeepPosition(bool),
    Go(Room),
    Speak(Lang),
    /// The same catalogue, with its notes.
    Learn(&'static Catalogue),
    /// The second module came, or did not, or is asked for again.
    Arrive(Arrival),
    Order(Order),
    Row(usize),
    Surveyor(Surveyor),
    /// Opens the details panel, or closes it.
    Show(Option<Detail>),
    /// Opens the pad of buildings for one question, or closes it.
    Find(Option<FactIdx>),
    /// Opens the survey at one question.
    Ask {
        fact: FactIdx,
        row: usize,
    },
}

impl OpenEstate {
    pub fn new(
        catalogue: &Catalogue,
        key: Rc<str>,
        dossier: Dossier,
        extras: Extras,
    ) -> OpenEstate {
        let (assessment, estimate) = evaluate(catalogue, &dossier);
        OpenEstate {
            key,
            dossier: Rc::new(dossier),
            extras: Rc::new(extras),
            assessment,
            estimate,
            undo: Rc::default(),
            redo: Rc::default(),
            typing: None,
            opened: None,
            retrace: None,
        }
    }

    pub fn plan(&self) -> &Plan {
        &self.dossier.plan
    }

    /// The way back, once there is another step.
    fn undo_after(&self, next: &Rc<Dossier>) -> Vec<Step> {
        let mut undo = self.undo.to_vec();
        undo.push(self.back_from(next));
        if undo.len() > MAX_UNDO {
            undo.remove(0);
        }
        undo
    }

    /// The same where the step goes on with the last one, as the next key of a
    /// number does: one way back for all of it, none where it led nowhere.
    fn undo_typing(&self, next: &Rc<Dossier>) -> Vec<Step> {
        let mut undo = self.undo.to_vec();
        if let Some(begun) = undo.pop()
            && begun.to != *next
        {
            undo.push(Step {
                from: next.clone(),
                to: begun.to,
            });
        }
        undo
    }

    fn back_from(&self, next: &Rc<Dossier>) -> Step {
        Step {
            from: next.clone(),
            to: self.dossier.clone(),
        }
    }

    /// Where a step leads from here.
    fn after(&self, step: &Step, catalogue: &Catalogue) -> Rc<Dossier> {
        match self.retrace {
            Some(retrace) if !Rc::ptr_eq(&step.from, &self.dossier) => {
                let ends = (&*step.from, &*step.to);
                Rc::new(retrace(&self.dossier, &self.extras, ends, catalogue))
            }
            _ => step.to.clone(),
        }
    }

    fn with(&self, catalogue: &Catalogue, dossier: Rc<Dossier>) -> OpenEstate {
        let (assessment, estimate) = evaluate(catalogue, &dossier);
        OpenEstate {
            dossier,
            assessment,
            estimate,
            ..self.clone()
        }
    }
}

/// Other edits than those of a survey come from the second module, and so does
/// what makes them.
fn apply(dossier: &Dossier, edit: &Edit) -> Option<Dossier> {
    dossier
        .surveyed(edit)
        .or_else(|| Some((later::here()?.apply)(dossier, edit)))
}

fn evaluate(catalogue: &Catalogue, dossier: &Dossier) -> (Rc<Assessment>, Rc<Estimate>) {
    let assessment = assess(catalogue, &dossier.survey);
    let estimate = estimate(catalogue, &assessment, &dossier.plan);
    (Rc::new(assessment), Rc::new(estimate))
}

/// How many edits can be taken back.
const MAX_UNDO: usize = 200;

impl Session {
    pub fn t(&self, phrase: crate::text::Phrase) -> &'static str {
        self.lang.say(phrase)
    }

    /// Goes to `dossier`, with these ways from there; `retraced` says that it is a
    /// step back or forward.
    fn moved(
        &self,
        dossier: Rc<Dossier>,
        undo: Vec<Step>,
        redo: Vec<Step>,
        retraced: Option<Phrase>,
    ) -> Session {
        let Some(before) = &self.estate else {
            return self.clone();
        };
        let mut after = before.with(self.catalogue, dossier);
        after.undo = Rc::new(undo);
        after.redo = Rc::new(redo);
        after.typing = None;
        let change = Change {
            retraced,
            ..Change::between(&before.estimate, &after.estimate, self.revision + 1)
        };
        // A group that came before it moves it on; it stays the same one.
        let group = before.dossier.survey.groups.get(self.row);
        let mut groups = after.dossier.survey.groups.iter();
        let row = group.and_then(|it| groups.position(|other| other.id == it.id));
        let n_rows = after.assessment.facts.n_rows();
        Session {
            row: row.unwrap_or(self.row).min(n_rows - 1),
            estate: Some(after),
            revision: self.revision + 1,
            change: Some(Rc::new(change)),
            ..self.clone()
        }
    }

    fn place_of(&self, fact: FactIdx) -> Order {
        match self.catalogue.fact(fact).place {
            Some(place) => Order::Place(place),
            None => self.order,
        }
    }
}

impl PartialEq for Session {
    /// Each action that changes anything makes a new session, so two are equal
    /// only when they are the same one.
    fn eq(&self, other: &Session) -> bool {
        std::ptr::eq(self, other)
    }
}

impl Reducible for Session {
    type Action = Action;

    fn reduce(self: Rc<Self>, action: Action) -> Rc<Self> {
        let next = match action {
            Action::Edit(edit) => {
                let Some(estate) = &self.estate else {
                    return self;
                };
                let Some(dossier) = apply(&estate.dossier, &edit) else {
                    return self;
                };
                if dossier == *estate.dossier {
                    return self;
                }
                let typing = estate.typing.as_ref().filter(|it| goes_on(it, &edit));
                let begun = typing.and_then(|last| {
                    let begun = &estate.undo.last()?.to;
                    is_back(begun, last, &edit).then(|| begun.clone())
                });
                // Typed back to what it was, it is the answer that was there, with
                // all that is known of it.
                let dossier = begun.unwrap_or_else(|| Rc::new(dossier));
                let undo = match typing {
                    Some(_) => estate.undo_typing(&dossier),
                    None => estate.undo_after(&dossier),
                };
                // What led nowhere is over, and what is typed next another step.
                let is_over = undo.len() < estate.undo.len();
                let mut next = self.moved(dossier, undo, Vec::new(), None);
                if let Some(estate) = &mut next.estate {
                    estate.typing = (!is_over).then(|| Rc::new(edit));
                }
                next
            }
            Action::Rest => {
                let mut next = (*self).clone();
                if let Some(estate) = &mut next.estate {
                    estate.typing = None;
                }
                next
            }
            Action::EditOf { key, edit } => {
                if self.estate.as_ref().is_some_and(|it| it.key == key) {
                    return self.reduce(Action::Edit(edit));
                }
                let mut strays = self.strays.to_vec();
                strays.push((key, Rc::new(edit)));
                Session {
                    strays: Rc::new(strays),
                    ..(*self).clone()
                }
            }
            Action::StraysStored(n) => Session {
                strays: Rc::new(self.strays.iter().skip(n).cloned().collect()),
                ..(*self).clone()
            },
            Action::Put { dossier, extras } => {
                let Some(estate) = &self.estate else {
                    return self;
                };
                let dossier = Rc::new(dossier);
                let undo = estate.undo_after(&dossier);
                let mut next = self.moved(dossier, undo, Vec::new(), None);
                if let Some(estate) = &mut next.estate {
                    estate.extras = Rc::new(extras);
                }
                next
            }
            Action::Sync { from, to, retrace } => {
                let is_current = |it: &&OpenEstate| Rc::ptr_eq(&it.dossier, &from);
                let Some(estate) = self.estate.as_ref().filter(is_current) else {
                    // It was edited meanwhile, so the two are joined again.
                    return self.reduce(Action::Heard);
                };
                let (undo, redo) = (estate.undo.to_vec(), estate.redo.to_vec());
                let mut next = self.moved(to.dossier, undo, redo, None);
                if let Some(estate) = &mut next.estate {
                    estate.extras = to.extras;
                    estate.retrace = Some(retrace);
                }
                next.change = None;
                next
            }
            Action::Heard => Session {
                heard: self.heard + 1,
                ..(*self).clone()
            },
            Action::Undo => {
                let Some(estate) = &self.estate else {
                    return self;
                };
                let mut undo = estate.undo.to_vec();
                let Some(step) = undo.pop() else {
                    return self;
                };
                let dossier = estate.after(&step, self.catalogue);
                let mut redo = estate.redo.to_vec();
                redo.push(estate.back_from(&dossier));
                self.moved(dossier, undo, redo, Some(text::UNDONE))
            }
            Action::Redo => {
                let Some(estate) = &self.estate else {
                    return self;
                };
                let mut redo = estate.redo.to_vec();
                let Some(step) = redo.pop() else {
                    return self;
                };
                let dossier = estate.after(&step, self.catalogue);
                let mut undo = estate.undo.to_vec();
                undo.push(estate.back_from(&dossier));
                self.moved(dossier, undo, redo, Some(text::REDONE))
            }
            Action::Begin {
                key,
                dossier,
                extras,
            } => {
                let estate = OpenEstate::new(self.catalogue, key, dossier, extras);
                return self.reduce(Action::Open(estate));
            }
            Action::Open(estate) => Session {
                estate: Some(estate),
                row: 0,
                asked: None,
                finding: None,
                revision: self.revision + 1,
                change: None,
                ..(*self).clone()
            },
            Action::Close => Session {
                estate: None,
                room: Room::Estates,
                change: None,
                ..(*self).clone()
            },
            Action::Saved(saved) if saved == self.saved => return self,
            Action::Saved(saved) => Session {
                saved,
                ..(*self).clone()
            },
            Action::PicturesSaved(pictures) if pictures == self.pictures => return self,
            Action::PicturesSaved(pictures) => Session {
                pictures,
                ..(*self).clone()
            },
            Action::KeepPosition(keeps_position) => Session {
                keeps_position,
                ..(*self).clone()
            },
            Action::Go(room) if room == self.room => return self,
            Action::Go(room) => Session {
                room,
                asked: None,
                finding: None,
                ..(*self).clone()
            },
            Action::Speak(lang) => Session {
                lang,
                ..(*self).clone()
            },
            Action::Learn(catalogue) => Session {
                catalogue,
                ..(*self).clone()
            },
            Action::Arrive(arrival) => Session {
                arrival,
                ..(*self).clone()
            },
            Action::Order(order) => Session {
                order,
                asked: None,
                ..(*self).clone()
            },
            Action::Row(row) => Session {
                row,
                asked: None,
                ..(*self).clone()
            },
            Action::Surveyor(surveyor) => Session {
                surveyor,
                ..(*self).clone()
            },
            Action::Show(detail) if detail == self.detail => return self,
            Action::Show(detail) => Session {
                detail,
                ..(*self).clone()
            },
            Action::Find(finding) => Session {
                finding,
                ..(*self).clone()
            },
            Action::Ask { fact, row } => Session {
                room: Room::Survey,
                detail: None,
                finding: None,
                order: self.place_of(fact),
                row,
                asked: Some(fact),
                ..(*self).clone()
            },
        };
        Rc::new(next)
    }
}
