//! Paths as OData writes them: segments, keys in parentheses, and functions with named arguments, `f(on='target')`. What lies
//! at a path is said in `route`.

use percent_encoding::percent_decode_str;

use crate::problem::Problem;

/// One segment, decoded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Segment {
    pub(crate) name: String,
    /// The arguments of a function, by name.
    pub(crate) arguments: Option<Vec<(String, String)>>,
}

/// Takes a raw path apart. A key in parentheses, `assignments('1')`, is the same as a segment of its own.
pub(crate) fn parse(raw: &str) -> Result<Vec<Segment>, Problem> {
    let mut segments = Vec::new();
    for part in raw.trim_start_matches('/').split('/') {
        // Decoded after the path was split, so that an encoded slash never makes a segment.
        let text = percent_decode_str(part)
            .decode_utf8()
            .map_err(|_| Problem::bad("The path is no UTF-8; encode it anew."))?;
        if text.chars().any(char::is_control) {
            return Err(Problem::bad("The path holds control characters; leave them out."));
        }
        let Some(open) = text.find('(') else {
            segments.push(Segment { name: text.into_owned(), arguments: None });
            continue;
        };
        let (name, rest) = text.split_at(open);
        let inner = rest
            .strip_prefix('(')
            .and_then(|rest| rest.strip_suffix(')'))
            .ok_or_else(|| Problem::bad("A parenthesis in the path isn't closed; close it."))?;
        match arguments(inner)? {
            Inner::Key(key) => {
                segments.push(Segment { name: name.to_owned(), arguments: None });
                segments.push(Segment { name: key, arguments: None });
            }
            Inner::Named(named) => {
                segments.push(Segment { name: name.to_owned(), arguments: Some(named) });
            }
        }
    }
    Ok(segments)
}

enum Inner {
    Key(String),
    Named(Vec<(String, String)>),
}

fn arguments(inner: &str) -> Result<Inner, Problem> {
    let mut named = Vec::new();
    let mut rest = inner.trim();
    if rest.is_empty() {
        return Ok(Inner::Named(named));
    }
    if rest.starts_with('\'') || !rest.contains('=') {
        let (key, after) = value(rest)?;
        return if after.is_empty() { Ok(Inner::Key(key)) } else { Err(odd()) };
    }
    loop {
        let (name, after) = rest.split_once('=').ok_or_else(odd)?;
        let (text, after) = value(after.trim_start())?;
        named.push((name.trim().to_owned(), text));
        match after.trim_start().strip_prefix(',') {
            Some(more) => rest = more.trim_start(),
            None if after.trim().is_empty() => return Ok(Inner::Named(named)),
            None => return Err(odd()),
        }
    }
}

/// A value at the start of a text, quoted or bare, and what comes after it. A doubled quote means one quote.
fn value(text: &str) -> Result<(String, &str), Problem> {
    let Some(quoted) = text.strip_prefix('\'') else {
        let end = text.find(',').unwrap_or(text.len());
        return Ok((text[..end].trim().to_owned(), &text[end..]));
    };
    let mut found = String::new();
    let mut rest = quoted;
    loop {
        let end = rest.find('\'').ok_or_else(odd)?;
        found.push_str(&rest[..end]);
        rest = &rest[end + 1..];
        match rest.strip_prefix('\'') {
            Some(more) => {
                found.push('\'');
                rest = more;
            }
            None => return Ok((found, rest)),
        }
    }
}

fn odd() -> Problem {
    Problem::bad("The arguments in the path can't be read; write them as f(name='value').")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn plain(name: &str) -> Segment {
        Segment { name: name.to_owned(), arguments: None }
    }

    #[test]
    fn a_function_is_read_with_its_arguments_escaped_or_not() {
        let wanted = vec![Segment {
            name: "filterByCurrentUser".to_owned(),
            arguments: Some(vec![("on".to_owned(), "target".to_owned())]),
        }];
        assert_eq!(parse("/filterByCurrentUser(on='target')").unwrap(), wanted);
        assert_eq!(parse("/filterByCurrentUser%28on%3D%27target%27%29").unwrap(), wanted);
        let two =
            parse("/additionalAccess(accessPackageId='a''b',incompatibleAccessPackageId='c')");
        assert_eq!(
            two.unwrap()[0].arguments.as_deref().unwrap(),
            [
                ("accessPackageId".to_owned(), "a'b".to_owned()),
                ("incompatibleAccessPackageId".to_owned(), "c".to_owned())
            ]
        );
    }

    #[test]
    fn a_key_in_parentheses_is_a_segment_of_its_own() {
        assert_eq!(
            parse("/assignments('1')/x").unwrap(),
            [plain("assignments"), plain("1"), plain("x")]
        );
        assert_eq!(parse("/assignments(1)").unwrap(), [plain("assignments"), plain("1")]);
    }

    #[test]
    fn an_encoded_slash_or_dots_never_make_a_way_elsewhere() {
        assert_eq!(parse("/a%2Fb").unwrap(), [plain("a/b")]);
        assert_eq!(parse("/a/../b").unwrap().len(), 3, "a segment called '..' lies nowhere");
        assert_eq!(parse("//a").unwrap(), [plain("a")]);
    }

    #[test]
    fn what_cant_be_read_is_refused() {
        for bad in ["/f(on='x'", "/f(on='x)", "/f(on='x'y)", "/%FF", "/a%00b", "/f('x'y)", "/f(=)x"]
        {
            assert!(parse(bad).is_err(), "{bad}");
        }
    }
}
