//! All client tests: one program, so that it links once and the tests run side by side.

mod cancel;
mod commits;
mod common;
mod crash;
mod docs;
mod dump;
mod failures;
mod follow;
mod guide;
mod identity;
mod install;
mod jobs;
mod leftovers;
mod load_dir;
mod locks;
mod one_at_a_time;
mod places;
mod privileges;
mod progress;
mod queue;
mod safety;
mod scale;
mod scripts;
mod settle;
mod traces;
mod unforeseen_locks;
