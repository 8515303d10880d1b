//! `$expand`, with what is nested in it: `accessPackage,assignment($expand=target;$select=id)`.

use crate::problem::{Problem, shown};

/// How deep one may be nested in another.
const DEEPEST: usize = 4;

/// One property to expand.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Expand {
    pub(crate) name: String,
    pub(crate) expand: Vec<Expand>,
    pub(crate) select: Vec<String>,
}

/// What may be expanded, and what in it.
#[derive(Debug)]
pub(crate) struct Shape {
    pub(crate) name: &'static str,
    pub(crate) inner: &'static [Shape],
}

/// A property that has nothing to expand in it.
pub(crate) const fn leaf(name: &'static str) -> Shape {
    Shape { name, inner: &[] }
}

/// Reads an `$expand`.
pub(crate) fn parse(text: &str) -> Result<Vec<Expand>, Problem> {
    parse_to(text, 1)
}

fn parse_to(text: &str, depth: usize) -> Result<Vec<Expand>, Problem> {
    if depth > DEEPEST {
        return Err(Problem::bad(format!("$expand goes more than {DEEPEST} levels deep.")));
    }
    split(text, ',')?
        .into_iter()
        .map(|item| {
            let (name, inner) = match item.find('(') {
                None => (item, None),
                Some(open) => {
                    let inner = item[open + 1..].strip_suffix(')').ok_or_else(|| odd(item))?;
                    (item[..open].trim(), Some(inner))
                }
            };
            let is_name = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '_' | '/');
            if name.is_empty() || !name.chars().all(is_name) {
                return Err(odd(item));
            }
            let mut one = Expand { name: name.to_owned(), expand: Vec::new(), select: Vec::new() };
            for option in split(inner.unwrap_or_default(), ';')? {
                let (key, value) = option.split_once('=').ok_or_else(|| odd(option))?;
                match key.trim().trim_start_matches('$').to_ascii_lowercase().as_str() {
                    "expand" => one.expand = parse_to(value, depth + 1)?,
                    "select" => one.select = super::names(value),
                    _ => {
                        return Err(Problem::unsupported(format!(
                            "'{}' in $expand",
                            shown(key.trim())
                        )));
                    }
                }
            }
            Ok(one)
        })
        .collect()
}

/// Splits at a separator that stands in no parentheses.
fn split(text: &str, separator: char) -> Result<Vec<&str>, Problem> {
    let (mut parts, mut depth, mut from) = (Vec::new(), 0_usize, 0);
    for (at, letter) in text.char_indices() {
        match letter {
            '(' => depth += 1,
            ')' => depth = depth.checked_sub(1).ok_or_else(|| odd(text))?,
            _ if letter == separator && depth == 0 => {
                parts.push(text[from..at].trim());
                from = at + letter.len_utf8();
            }
            _ => {}
        }
    }
    if depth > 0 {
        return Err(odd(text));
    }
    parts.push(text[from..].trim());
    parts.retain(|part| !part.is_empty());
    Ok(parts)
}

fn odd(text: &str) -> Problem {
    let text = shown(text);
    Problem::bad(format!("$expand can't read '{text}'; write it as 'a,b($expand=c)'."))
}

/// The one with a name, in either letter case.
pub(crate) fn find<'e>(all: &'e [Expand], name: &str) -> Option<&'e Expand> {
    all.iter().find(|one| one.name.eq_ignore_ascii_case(name))
}

/// Refuses what a route doesn't expand.
pub(crate) fn check(all: &[Expand], shapes: &[Shape]) -> Result<(), Problem> {
    for one in all {
        let shape = shapes.iter().find(|shape| shape.name.eq_ignore_ascii_case(&one.name));
        match shape {
            Some(shape) => check(&one.expand, shape.inner)?,
            None => return Err(Problem::unsupported(format!("$expand of '{}'", shown(&one.name)))),
        }
        if !one.select.is_empty() {
            return Err(Problem::unsupported("$select in $expand"));
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nested_ones_are_read() {
        let read =
            parse("accessPackage, requestor,assignment($expand=target,accessPackage)").unwrap();
        assert_eq!(read.len(), 3);
        assert_eq!(read[2].name, "assignment");
        assert_eq!(read[2].expand[1].name, "accessPackage");
        assert!(find(&read, "ASSIGNMENT").is_some());
        assert_eq!(parse("").unwrap(), []);
    }

    #[test]
    fn what_cant_be_read_or_isnt_known_is_refused_by_name() {
        for bad in ["a(", "a)", "a($expand=b", "a b", "a($expand)", "(b)", "a(x)"] {
            assert_eq!(parse(bad).unwrap_err().status, 400, "{bad}");
        }
        let deep = "a($expand=".repeat(200) + "b" + &")".repeat(200);
        assert!(parse(&deep).unwrap_err().message.contains("deep"));
        assert!(parse("a($top=1)").unwrap_err().message.contains("$top"));
        const SHAPES: &[Shape] = &[Shape { name: "a", inner: &[leaf("b")] }];
        assert!(check(&parse("a($expand=b)").unwrap(), SHAPES).is_ok());
        assert!(
            check(&parse("a($expand=c)").unwrap(), SHAPES).unwrap_err().message.contains("'c'")
        );
        assert!(check(&parse("b").unwrap(), SHAPES).unwrap_err().message.contains("'b'"));
    }
}
