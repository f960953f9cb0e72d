//! From signs to a tree, by descent; it goes on after a mistake, so that all are found.

use super::lexer::{Sign, Token};
use super::tree::{Kind, Node, Operator};
use super::{DEEPEST, FormulaError};

/// The tree of a formula whose text has `end` characters.
pub(super) fn tree(tokens: &[Token], end: usize, errors: &mut Vec<FormulaError>) -> Node {
    let mut parser = Parser { tokens, next: 0, end, depth: 0, abandoned: false, errors };
    if tokens.is_empty() {
        if parser.errors.is_empty() {
            parser.errors.push(FormulaError::new(0, 0, "公式是空的", "如 满分 × 实绩 ÷ 目标"));
        }
        return Node { at: 0, length: 0, kind: Kind::Broken };
    }
    let tree = parser.expression();
    while let Some(token) = parser.peek() {
        let (message, hint) = match token.sign {
            Sign::Close => ("多了一个右括号", "去掉它，或在前面补左括号"),
            Sign::Comma => ("这里不能有逗号", "逗号只用在函数的括号里"),
            _ => ("前面缺少运算符号", "如 × 或 +"),
        };
        parser.errors.push(FormulaError::new(token.at, token.length, message, hint));
        if matches!(token.sign, Sign::Close | Sign::Comma) {
            parser.advance();
            while parser.peek().is_some_and(|token| joins(&token.sign)) {
                parser.advance();
            }
        }
        if parser.peek().is_some_and(|token| !matches!(token.sign, Sign::Close | Sign::Comma)) {
            parser.expression();
        }
    }
    tree
}

/// Whether a sign stands between two parts.
fn joins(sign: &Sign) -> bool {
    matches!(sign, Sign::Plus | Sign::Minus | Sign::Times | Sign::Divide | Sign::Compare(_) | Sign::And | Sign::Or)
}

struct Parser<'t> {
    tokens: &'t [Token],
    next: usize,
    end: usize,
    depth: usize,
    /// Whether the rest of the text was left alone, about which nothing more is said.
    abandoned: bool,
    errors: &'t mut Vec<FormulaError>,
}

impl<'t> Parser<'t> {
    fn peek(&self) -> Option<&'t Token> {
        self.tokens.get(self.next)
    }

    fn advance(&mut self) {
        self.next = self.next.saturating_add(1);
    }

    /// Takes the next sign if `wanted` knows it.
    fn take<T>(&mut self, wanted: impl Fn(&Sign) -> Option<T>) -> Option<T> {
        let found = wanted(&self.peek()?.sign)?;
        self.advance();
        Some(found)
    }

    fn is(&mut self, wanted: &Sign) -> bool {
        self.take(|sign| (sign == wanted).then_some(())).is_some()
    }

    fn expression(&mut self) -> Node {
        self.depth = self.depth.saturating_add(1);
        let node = if self.depth > DEEPEST { self.too_deep() } else { self.either() };
        self.depth = self.depth.saturating_sub(1);
        node
    }

    /// Leaves the rest of the text alone.
    fn too_deep(&mut self) -> Node {
        let at = self.peek().map_or(self.end, |token| token.at);
        let message = format!("括号套得太深，最多{DEEPEST}层");
        self.errors.push(FormulaError::new(at, 1, message, "拆成几个计分项"));
        self.next = self.tokens.len();
        self.abandoned = true;
        Node { at, length: 0, kind: Kind::Broken }
    }

    fn either(&mut self) -> Node {
        let mut left = self.both();
        while self.is(&Sign::Or) {
            let right = self.both();
            left = Node::pair(left, right, Kind::Or);
        }
        left
    }

    fn both(&mut self) -> Node {
        let mut left = self.not();
        while self.is(&Sign::And) {
            let right = self.not();
            left = Node::pair(left, right, Kind::And);
        }
        left
    }

    fn not(&mut self) -> Node {
        let mut signs = Vec::new();
        while let Some(token) = self.peek().filter(|token| token.sign == Sign::Not) {
            signs.push(token.at);
            self.advance();
        }
        let mut node = self.comparison();
        for at in signs.into_iter().rev() {
            let length = node.at.saturating_add(node.length).saturating_sub(at);
            node = Node { at, length, kind: Kind::Not(Box::new(node)) };
        }
        node
    }

    fn comparison(&mut self) -> Node {
        let compare = |sign: &Sign| if let Sign::Compare(relation) = sign { Some(*relation) } else { None };
        let left = self.sum();
        let Some(relation) = self.take(compare) else { return left };
        let right = self.sum();
        let mut node = Node::pair(left, right, |left, right| Kind::Compare(relation, left, right));
        while let Some(token) = self.peek().filter(|token| compare(&token.sign).is_some()) {
            let hint = "分开写，如 甲 ≤ 乙 且 乙 ≤ 丙";
            self.errors.push(FormulaError::new(token.at, token.length, "不能连着比较", hint));
            self.advance();
            let right = self.sum();
            node = Node::pair(node, right, |_, _| Kind::Broken);
        }
        node
    }

    fn sum(&mut self) -> Node {
        let operator = |sign: &Sign| match sign {
            Sign::Plus => Some(Operator::Add),
            Sign::Minus => Some(Operator::Sub),
            _ => None,
        };
        let mut left = self.product();
        while let Some(operator) = self.take(operator) {
            let right = self.product();
            left = binary(operator, left, right);
        }
        left
    }

    fn product(&mut self) -> Node {
        let operator = |sign: &Sign| match sign {
            Sign::Times => Some(Operator::Mul),
            Sign::Divide => Some(Operator::Div),
            _ => None,
        };
        let mut left = self.signed();
        while let Some(operator) = self.take(operator) {
            let right = self.signed();
            left = binary(operator, left, right);
        }
        left
    }

    fn signed(&mut self) -> Node {
        let mut minus = Vec::new();
        while let Some(token) = self.peek().filter(|token| matches!(token.sign, Sign::Minus | Sign::Plus)) {
            if token.sign == Sign::Minus {
                minus.push(token.at);
            }
            self.advance();
        }
        let mut node = self.primary();
        for at in minus.into_iter().rev() {
            let length = node.at.saturating_add(node.length).saturating_sub(at);
            node = Node { at, length, kind: Kind::Negative(Box::new(node)) };
        }
        node
    }

    fn primary(&mut self) -> Node {
        let Some(token) = self.peek() else {
            self.errors.push(FormulaError::new(self.end, 0, "公式没有写完", "这里应是数、名称或括号"));
            return Node { at: self.end, length: 0, kind: Kind::Broken };
        };
        let (at, length) = (token.at, token.length);
        match &token.sign {
            Sign::Number(value) => {
                self.advance();
                Node { at, length, kind: Kind::Number(value.clone()) }
            }
            Sign::Name(name) => {
                self.advance();
                self.named(name, at, length)
            }
            Sign::Open => self.bracket(at),
            _ => {
                self.errors.push(FormulaError::new(at, length, "这里应是数、名称或括号", ""));
                Node { at, length: 0, kind: Kind::Broken }
            }
        }
    }

    fn named(&mut self, name: &str, at: usize, length: usize) -> Node {
        let Some(open) = self.peek().filter(|token| token.sign == Sign::Open) else {
            return Node { at, length, kind: Kind::Name(name.to_owned()) };
        };
        let (arguments, end) = self.inside(open.at);
        Node { at, length: end.saturating_sub(at), kind: Kind::Call(name.to_owned(), arguments) }
    }

    fn bracket(&mut self, at: usize) -> Node {
        let before = self.errors.len();
        let (mut inside, end) = self.inside(at);
        let length = end.saturating_sub(at);
        if inside.len() != 1 && self.errors.len() == before {
            let message = if inside.is_empty() { "括号里没有内容" } else { "括号里只能有一个式子" };
            self.errors.push(FormulaError::new(at, length, message, "逗号只用在函数的括号里"));
        }
        let kind = match inside.pop() {
            Some(only) if inside.is_empty() => only.kind,
            _ => Kind::Broken,
        };
        Node { at, length, kind }
    }

    /// What stands in a bracket that opens here, and where it ends.
    fn inside(&mut self, open: usize) -> (Vec<Node>, usize) {
        self.advance();
        let mut found = Vec::new();
        if self.is(&Sign::Close) {
            return (found, self.behind());
        }
        loop {
            found.push(self.expression());
            let Some(token) = self.peek() else {
                if !self.abandoned {
                    self.errors.push(FormulaError::new(open, 1, "这个左括号没有右括号", "补上“)”"));
                }
                return (found, self.end);
            };
            match token.sign {
                Sign::Close => {
                    self.advance();
                    return (found, self.behind());
                }
                Sign::Comma => self.advance(),
                _ => {
                    let hint = "如 ×、+ 或逗号";
                    self.errors.push(FormulaError::new(token.at, token.length, "前面缺少运算符号或逗号", hint));
                }
            }
        }
    }

    /// The place behind the sign that was taken last.
    fn behind(&self) -> usize {
        let last = self.next.checked_sub(1).and_then(|last| self.tokens.get(last));
        last.map_or(self.end, |token| token.at.saturating_add(token.length))
    }
}

fn binary(operator: Operator, left: Node, right: Node) -> Node {
    Node::pair(left, right, |left, right| Kind::Binary(operator, left, right))
}
