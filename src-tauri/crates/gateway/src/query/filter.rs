//! `$filter`: comparisons, joined by `and`, `or` and `not`, as OData 4.01 writes them. The grammar reads more than any list
//! here can answer, so that what isn't supported is refused by name instead of being misread.
//!
//! ```text
//! or         := and ('or' and)*
//! and        := unary ('and' unary)*
//! unary      := 'not' unary | '(' or ')' | call | comparison
//! call       := name '(' path ',' literal ')'
//! comparison := path operator literal
//! ```

use std::str::FromStr;

use chaperone_commands::wire::{Wire, WireText};
use chaperone_domain::term::Term;

use crate::problem::{Problem, shown};

/// How deep parentheses and `not` may be nested.
const DEEPEST: usize = 32;

/// A condition.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Expression {
    /// All of them hold.
    And(Vec<Expression>),
    /// Any of them holds.
    Or(Vec<Expression>),
    /// It doesn't hold.
    Not(Box<Expression>),
    /// A property compared with a value.
    Compare(Comparison),
}

/// A property compared with a value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Comparison {
    /// The property's path, as it was written.
    pub(crate) path: String,
    /// `eq`, `ge`, …, or a function such as `startswith`, in lower case.
    pub(crate) operator: String,
    pub(crate) value: Literal,
}

/// A value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Literal {
    /// In quotes.
    Text(String),
    /// Without: a number, an instant, an id.
    Bare(String),
    /// Yes or no.
    Truth(bool),
    /// Nothing.
    Null,
}

impl Literal {
    /// The value as text, where it is one or is written like one.
    pub(crate) fn text(&self) -> Option<&str> {
        match self {
            Self::Text(text) | Self::Bare(text) => Some(text),
            Self::Truth(_) | Self::Null => None,
        }
    }
}

const OPERATORS: &[&str] = &["eq", "ne", "gt", "ge", "lt", "le", "in", "has"];
const FUNCTIONS: &[&str] = &["startswith", "endswith", "contains"];

#[derive(Debug, Clone, PartialEq, Eq)]
enum Token {
    Open,
    Close,
    Comma,
    Word(String),
    Text(String),
}

fn tokens(text: &str) -> Result<Vec<Token>, Problem> {
    let mut found = Vec::new();
    let mut letters = text.chars().peekable();
    while let Some(letter) = letters.next() {
        match letter {
            '(' => found.push(Token::Open),
            ')' => found.push(Token::Close),
            ',' => found.push(Token::Comma),
            '\'' => {
                let mut quoted = String::new();
                loop {
                    match letters.next() {
                        Some('\'') if letters.peek() == Some(&'\'') => {
                            letters.next();
                            quoted.push('\'');
                        }
                        Some('\'') => break,
                        Some(inner) => quoted.push(inner),
                        None => return Err(Problem::bad("A quote in $filter isn't closed.")),
                    }
                }
                found.push(Token::Text(quoted));
            }
            white if white.is_whitespace() => {}
            first => {
                let mut word = String::from(first);
                let goes_on = |c: &char| !c.is_whitespace() && !matches!(c, '(' | ')' | ',' | '\'');
                while let Some(next) = letters.next_if(|next| goes_on(next)) {
                    word.push(next);
                }
                found.push(Token::Word(word));
            }
        }
    }
    Ok(found)
}

/// Reads a `$filter`.
pub(crate) fn parse(text: &str) -> Result<Expression, Problem> {
    let mut parser = Parser { tokens: tokens(text)?, at: 0 };
    let expression = parser.or(1)?;
    match parser.peek() {
        None => Ok(expression),
        Some(_) => Err(parser.odd()),
    }
}

struct Parser {
    tokens: Vec<Token>,
    at: usize,
}

impl Parser {
    fn peek(&self) -> Option<&Token> {
        self.tokens.get(self.at)
    }

    fn next(&mut self) -> Option<Token> {
        let token = self.tokens.get(self.at).cloned();
        self.at += 1;
        token
    }

    /// Takes a word of the grammar, if it comes next.
    fn takes(&mut self, word: &str) -> bool {
        let is_next =
            matches!(self.peek(), Some(Token::Word(next)) if next.eq_ignore_ascii_case(word));
        self.at += usize::from(is_next);
        is_next
    }

    fn odd(&self) -> Problem {
        let text = match self.tokens.get(self.at.min(self.tokens.len().saturating_sub(1))) {
            Some(Token::Word(text) | Token::Text(text)) => shown(text),
            Some(Token::Open) => "(".to_owned(),
            Some(Token::Close) => ")".to_owned(),
            Some(Token::Comma) => ",".to_owned(),
            None => "nothing".to_owned(),
        };
        Problem::bad(format!("$filter can't be read at '{text}'; write it as \"name eq 'value'\"."))
    }

    fn or(&mut self, depth: usize) -> Result<Expression, Problem> {
        let mut all = vec![self.and(depth)?];
        while self.takes("or") {
            all.push(self.and(depth)?);
        }
        Ok(if all.len() == 1 { all.remove(0) } else { Expression::Or(all) })
    }

    fn and(&mut self, depth: usize) -> Result<Expression, Problem> {
        let mut all = vec![self.unary(depth)?];
        while self.takes("and") {
            all.push(self.unary(depth)?);
        }
        Ok(if all.len() == 1 { all.remove(0) } else { Expression::And(all) })
    }

    fn unary(&mut self, depth: usize) -> Result<Expression, Problem> {
        if depth > DEEPEST {
            return Err(Problem::bad(format!(
                "$filter is nested more than {DEEPEST} levels deep."
            )));
        }
        if self.takes("not") {
            return Ok(Expression::Not(Box::new(self.unary(depth + 1)?)));
        }
        match self.next() {
            Some(Token::Open) => {
                let inner = self.or(depth + 1)?;
                self.expect(&Token::Close)?;
                Ok(inner)
            }
            Some(Token::Word(word)) if self.peek() == Some(&Token::Open) => self.call(&word),
            Some(Token::Word(path)) => {
                let Some(Token::Word(operator)) = self.next() else { return Err(self.back()) };
                let operator = operator.to_ascii_lowercase();
                if !OPERATORS.contains(&operator.as_str()) {
                    return Err(self.back());
                }
                if operator == "in" || operator == "has" {
                    return Err(Problem::unsupported(format!(
                        "The operator '{operator}' in $filter"
                    )));
                }
                let value = self.literal()?;
                Ok(Expression::Compare(Comparison { path, operator, value }))
            }
            _ => Err(self.back()),
        }
    }

    fn call(&mut self, word: &str) -> Result<Expression, Problem> {
        let operator = word.to_ascii_lowercase();
        if !FUNCTIONS.contains(&operator.as_str()) {
            let word = shown(word);
            return Err(Problem::unsupported(format!("The function '{word}' in $filter")));
        }
        self.expect(&Token::Open)?;
        let Some(Token::Word(path)) = self.next() else { return Err(self.back()) };
        self.expect(&Token::Comma)?;
        let value = self.literal()?;
        self.expect(&Token::Close)?;
        Ok(Expression::Compare(Comparison { path, operator, value }))
    }

    fn literal(&mut self) -> Result<Literal, Problem> {
        match self.next() {
            Some(Token::Text(text)) => Ok(Literal::Text(text)),
            Some(Token::Word(word)) => Ok(match word.to_ascii_lowercase().as_str() {
                "true" => Literal::Truth(true),
                "false" => Literal::Truth(false),
                "null" => Literal::Null,
                _ => Literal::Bare(word),
            }),
            _ => Err(self.back()),
        }
    }

    fn expect(&mut self, wanted: &Token) -> Result<(), Problem> {
        if self.next().as_ref() == Some(wanted) { Ok(()) } else { Err(self.back()) }
    }

    /// What is wrong with the token that was just taken.
    fn back(&mut self) -> Problem {
        self.at = self.at.saturating_sub(1);
        self.odd()
    }
}

impl Expression {
    /// The comparisons of a filter that wants all of them to hold; a list here understands nothing else.
    pub(crate) fn comparisons(&self) -> Result<Vec<&Comparison>, Problem> {
        match self {
            Self::Compare(comparison) => Ok(vec![comparison]),
            Self::And(all) => {
                let mut found = Vec::new();
                for one in all {
                    found.extend(one.comparisons()?);
                }
                Ok(found)
            }
            Self::Or(_) => Err(Problem::unsupported("'or' in $filter")),
            Self::Not(_) => Err(Problem::unsupported("'not' in $filter")),
        }
    }
}

impl Comparison {
    /// Whether it compares a property, in either letter case.
    pub(crate) fn is_of(&self, path: &str) -> bool {
        self.path.eq_ignore_ascii_case(path)
    }

    /// The text that the property has to equal; another operator is refused.
    pub(crate) fn equals(&self) -> Result<&str, Problem> {
        match (self.operator.as_str(), self.value.text()) {
            ("eq", Some(text)) => Ok(text),
            _ => Err(self.unsupported()),
        }
    }

    /// The term that the property has to equal.
    pub(crate) fn term<T: Term + WireText>(&self) -> Result<Wire<T>, Problem> {
        let term = T::parse_term(self.equals()?);
        term.map(Wire).map_err(|wrong| Problem::bad(format!("{wrong}.")))
    }

    /// The id that the property has to equal.
    pub(crate) fn id<I: WireText + FromStr>(&self) -> Result<Wire<I>, Problem> {
        let text = self.equals()?;
        text.parse().map(Wire).map_err(|_| Problem::bad(format!("'{}' is no id.", shown(text))))
    }

    /// That this list doesn't understand it.
    pub(crate) fn unsupported(&self) -> Problem {
        let path = shown(&self.path);
        Problem::unsupported(format!("'{path} {}' in $filter", self.operator))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn compare(path: &str, operator: &str, value: Literal) -> Expression {
        let (path, operator) = (path.to_owned(), operator.to_owned());
        Expression::Compare(Comparison { path, operator, value })
    }

    fn text(value: &str) -> Literal {
        Literal::Text(value.to_owned())
    }

    #[test]
    fn a_comparison_is_read_with_every_kind_of_value() {
        assert_eq!(
            parse("state eq 'Delivered'").unwrap(),
            compare("state", "eq", text("Delivered"))
        );
        assert_eq!(parse("a/b EQ 'it''s'").unwrap(), compare("a/b", "eq", text("it's")));
        let instant = "activityDateTime ge 2026-01-05T08:00:00.5Z";
        let value = Literal::Bare("2026-01-05T08:00:00.5Z".to_owned());
        assert_eq!(parse(instant).unwrap(), compare("activityDateTime", "ge", value));
        assert_eq!(parse("x eq null").unwrap(), compare("x", "eq", Literal::Null));
        assert_eq!(parse("x ne true").unwrap(), compare("x", "ne", Literal::Truth(true)));
        assert_eq!(
            parse("startswith(displayName,'In')").unwrap(),
            compare("displayName", "startswith", text("In"))
        );
        assert_eq!(parse("x eq 'a or b) and'").unwrap(), compare("x", "eq", text("a or b) and")));
    }

    #[test]
    fn and_binds_more_than_or_and_parentheses_more_than_both() {
        let one = |name: &str| compare(name, "eq", Literal::Bare("1".to_owned()));
        assert_eq!(
            parse("a eq 1 or b eq 1 and c eq 1").unwrap(),
            Expression::Or(vec![one("a"), Expression::And(vec![one("b"), one("c")])])
        );
        assert_eq!(
            parse("(a eq 1 or b eq 1) and not c eq 1").unwrap(),
            Expression::And(vec![
                Expression::Or(vec![one("a"), one("b")]),
                Expression::Not(Box::new(one("c")))
            ])
        );
        let all = parse("a eq 1 and (b eq 1 and c eq 1)").unwrap();
        assert_eq!(all.comparisons().unwrap().len(), 3);
    }

    #[test]
    fn what_no_list_understands_is_refused_by_name_and_never_misread() {
        for (filter, named) in [
            ("a eq 1 or b eq 1", "'or'"),
            ("not (a eq 1)", "'not'"),
            ("tags/any(t:t eq 'x')", "tags/any"),
            ("a in ('x')", "'in'"),
            ("length(a) eq 1", "length"),
        ] {
            let refused = parse(filter).and_then(|read| read.comparisons().map(|_| ()));
            let refused = refused.unwrap_err();
            assert_eq!((refused.status, refused.code.as_str()), (400, "not_supported"), "{filter}");
            assert!(refused.message.contains(named), "{filter}: {}", refused.message);
        }
    }

    #[test]
    fn what_cant_be_read_is_refused() {
        let deep = "(".repeat(1_000) + "a eq 1" + &")".repeat(1_000);
        let never = "not ".repeat(1_000) + "a eq 1";
        for bad in [
            "",
            " ",
            "a",
            "a eq",
            "eq 1",
            "a eq 'x",
            "a eq 1 b",
            "(a eq 1",
            "a eq 1)",
            "a = 1",
            "'x' eq a",
            "a eq 1 and",
            "startswith(a)",
            "startswith('x',a",
            ",",
            "a eq (1)",
            &deep,
            &never,
        ] {
            assert_eq!(parse(bad).unwrap_err().status, 400, "{bad}");
        }
    }
}
