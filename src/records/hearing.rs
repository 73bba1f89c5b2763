//! What other tabs and elements do to what is stored, and telling the elements.

use super::{Folder, Records};
use crate::ports::store::{KEPT, LOG, News, OLD, Store};
use crate::ports::task;
use crate::session::Saved;
use std::rc::Rc;
use yew::Callback;

impl Records {
    /// Tells an element of news for as long as the guard is kept, and of what
    /// became of a write that took a while.
    pub fn listen(self: &Rc<Self>, store: &Store, heard: Callback<Option<Saved>>) -> Guard {
        self.listeners.borrow_mut().push((store.id(), heard));
        Guard {
            records: self.clone(),
            id: store.id(),
        }
    }

    /// Tells all elements but the one whose store did it.
    pub(super) fn tell(&self, writer: u32, saved: Option<Saved>) {
        let listeners = self.listeners.borrow().clone();
        let others = listeners.iter().filter(|it| it.0 != writer);
        others.for_each(|it| it.1.emit(saved));
    }

    pub(super) fn hear(self: &Rc<Self>, news: News) {
        match news {
            News::Any { writer } => self.tell(writer, None),
            News::Hidden => self.fold_all(),
            News::Back => {
                let records = self.clone();
                task::start(async move {
                    records.read_all().await;
                    records.tell(0, None);
                });
            }
            News::Stored { name, is_gone } => self.hear_of(&name, is_gone),
        }
    }

    fn hear_of(self: &Rc<Self>, name: &str, is_gone: bool) {
        let mut steps = name.splitn(3, '/');
        let (kind, key) = (steps.next(), steps.next().unwrap_or_default());
        let is_known = |folder: &Folder| match steps.next() {
            Some(name) => folder.seen.contains(name),
            None => folder.at_rest.is_some(),
        };
        let is_known = self.folders.borrow().get(key).is_some_and(is_known);
        match kind {
            // It was folded before we looked at it, or is only in the database.
            Some(LOG) if is_gone && !is_known => self.read_again(key),
            Some(KEPT) if !is_gone && !is_known => self.read_again(key),
            Some(LOG) if is_gone => {}
            Some(KEPT) if is_gone => {
                self.folders.borrow_mut().remove(key);
                self.tell(0, None);
            }
            Some(LOG | KEPT | OLD) => self.tell(0, None),
            _ => {}
        }
    }

    fn read_again(self: &Rc<Self>, key: &str) {
        let (records, key) = (self.clone(), key.to_owned());
        task::start(async move {
            let found = records.cabinet.get(&key).await;
            if let Some(text) = found.filter(|_| !records.store.is_gone(&key)) {
                records.lay(&key, text);
                records.tell(0, None);
            }
        });
    }
}

/// Ends listening when it is dropped.
pub struct Guard {
    records: Rc<Records>,
    id: u32,
}

impl Drop for Guard {
    fn drop(&mut self) {
        let mut listeners = self.records.listeners.borrow_mut();
        listeners.retain(|it| it.0 != self.id);
    }
}
