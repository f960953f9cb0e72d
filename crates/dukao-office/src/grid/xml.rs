//! XML as a stream of opened and closed elements and their text. No entities but XML's own: a file that
//! defines some is refused.

use std::io::BufRead;

use quick_xml::Reader;
use quick_xml::escape::resolve_predefined_entity;
use quick_xml::events::{BytesStart, Event};

use super::archive::damaged;
use super::open::Wrong;

/// What comes next.
pub(super) enum Node<'x> {
    /// An element begins.
    Open(Tag<'x>),
    /// The element of this local name ends; also empty ones end.
    Close(&'x str),
    /// A piece of text; one text may come in several pieces.
    Text(&'x str),
    /// The file ends.
    End,
}

/// The beginning of an element.
pub(super) struct Tag<'x>(BytesStart<'x>);

impl Tag<'_> {
    /// The name without its prefix.
    pub(super) fn name(&self) -> &str {
        let name = self.0.name().into_inner();
        name.rsplit_once(':').map_or(name, |(_, local)| local)
    }

    /// The attribute of this local name, whatever its prefix.
    pub(super) fn value(&self, local: &str) -> Option<String> {
        self.values(local).into_iter().next()
    }

    /// All attributes of this local name, in their order.
    pub(super) fn values(&self, local: &str) -> Vec<String> {
        let mut attributes = self.0.attributes();
        attributes.with_checks(false);
        let named = attributes.flatten().filter(|attribute| attribute.key.local_name().into_inner() == local);
        let value = |attribute: quick_xml::events::attributes::Attribute<'_>| {
            Some(attribute.normalized_value(quick_xml::XmlVersion::Implicit1_0).ok()?.into_owned())
        };
        named.filter_map(value).collect()
    }

    /// The attribute as a count.
    pub(super) fn count(&self, local: &str) -> Option<usize> {
        self.value(local)?.trim().parse().ok()
    }
}

/// A stream of nodes.
pub(super) struct Xml<R> {
    reader: Reader<R>,
    buffer: Vec<u8>,
    text: String,
    name: String,
}

impl<R: BufRead> Xml<R> {
    /// Begins to read.
    pub(super) fn new(input: R) -> Self {
        let mut reader = Reader::from_reader(input);
        let config = reader.config_mut();
        config.check_end_names = false;
        config.expand_empty_elements = true;
        Self { reader, buffer: Vec::new(), text: String::new(), name: String::new() }
    }

    /// The next node; an error when the file is no XML.
    pub(super) fn next(&mut self) -> Result<Node<'_>, Wrong> {
        loop {
            self.buffer.clear();
            match self.reader.read_event_into(&mut self.buffer) {
                Ok(Event::Start(start)) => return Ok(Node::Open(Tag(start.into_owned()))),
                Ok(Event::End(end)) => {
                    self.name.clear();
                    self.name.push_str(end.local_name().into_inner());
                    return Ok(Node::Close(&self.name));
                }
                Ok(Event::Text(text)) => {
                    self.text.clear();
                    self.text.push_str(&text.xml10_content());
                    return Ok(Node::Text(&self.text));
                }
                Ok(Event::CData(text)) => {
                    self.text.clear();
                    self.text.push_str(&text.xml10_content());
                    return Ok(Node::Text(&self.text));
                }
                Ok(Event::GeneralRef(reference)) => {
                    self.text.clear();
                    match reference.resolve_char_ref() {
                        Ok(Some(c)) => self.text.push(c),
                        Ok(None) => match resolve_predefined_entity(&reference.into_inner()) {
                            Some(text) => self.text.push_str(text),
                            None => return damaged(),
                        },
                        Err(_) => return damaged(),
                    }
                    return Ok(Node::Text(&self.text));
                }
                Ok(Event::Eof) => return Ok(Node::End),
                Ok(Event::DocType(_)) | Err(_) => return damaged(),
                Ok(Event::Empty(_) | Event::Comment(_) | Event::Decl(_) | Event::PI(_)) => {}
            }
        }
    }

    /// Passes over the rest of an element that has just begun.
    pub(super) fn skip(&mut self) -> Result<(), Wrong> {
        let mut depth = 0_usize;
        loop {
            match self.next()? {
                Node::Open(_) => depth += 1,
                Node::Close(_) if depth == 0 => return Ok(()),
                Node::Close(_) => depth -= 1,
                Node::End => return damaged(),
                Node::Text(_) => {}
            }
        }
    }
}
