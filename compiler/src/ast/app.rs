//! What an app says, by name.

use std::sync::Arc;

use grammar::yaml::Scalar;

use super::Object;

/// An app as it was written.
#[derive(Clone, Debug)]
pub struct App {
    /// Everything in it.
    pub object: Arc<Object>,
}

impl App {
    /// Its id.
    pub fn id(&self) -> Option<&Arc<Scalar>> {
        self.object.scalar("id")
    }

    /// Its namespace, which is also that of its flow.
    pub fn namespace(&self) -> Option<&Arc<Scalar>> {
        self.object.scalar("namespace")
    }

    /// The flow its pages start.
    pub fn flow_id(&self) -> Option<&Arc<Scalar>> {
        self.object.scalar("flowId")
    }

    /// Its pages, in order.
    pub fn layouts(&self) -> impl Iterator<Item = &Arc<Object>> {
        self.object.objects("layout")
    }

    /// Calls for every block with the state of its page.
    pub fn blocks<'a>(&'a self, visit: &mut impl FnMut(&'a Arc<Object>, Option<&'a Arc<Scalar>>)) {
        for layout in self.layouts() {
            for block in layout.objects("blocks") {
                visit(block, layout.scalar("on"));
            }
        }
    }
}
