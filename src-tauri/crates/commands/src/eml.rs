//! A message as a file that mail programs open: RFC 5322, with encoded words (RFC 2047) for what isn't ASCII. Only the
//! form is made here. Whatever a text contains, it never becomes a header of its own.

use chaperone_domain::time::Timestamp;

/// The longest line of base64, in characters.
const LINE: usize = 76;
/// How many bytes an encoded word takes at most, so that it stays under 75 characters.
const WORD_BYTES: usize = 42;

/// A name with its address.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Mailbox {
    pub(crate) name: String,
    pub(crate) address: String,
}

/// What a mail says.
#[derive(Debug)]
pub(crate) struct Mail<'m> {
    /// Unique within the workspace.
    pub(crate) id: String,
    pub(crate) from: Mailbox,
    pub(crate) to: Vec<Mailbox>,
    pub(crate) cc: Vec<Mailbox>,
    pub(crate) subject: &'m str,
    pub(crate) body: &'m str,
    pub(crate) locale: Option<&'m str>,
    pub(crate) at: Timestamp,
}

/// Writes a mail. `X-Unsent` lets mail programs open it as a draft that waits to be sent.
pub(crate) fn write(mail: &Mail<'_>) -> String {
    let mut text = String::new();
    let mut header = |name: &str, value: &str| {
        text.push_str(&format!("{name}: {value}\r\n"));
    };
    header("Date", &mail.at.to_utc().to_rfc2822());
    header("From", &mailboxes(std::slice::from_ref(&mail.from)));
    if !mail.to.is_empty() {
        header("To", &mailboxes(&mail.to));
    }
    if !mail.cc.is_empty() {
        header("Cc", &mailboxes(&mail.cc));
    }
    header("Message-ID", &format!("<{}@chaperone.invalid>", mail.id));
    header("Subject", &words(mail.subject));
    header("MIME-Version", "1.0");
    header("Content-Type", "text/plain; charset=utf-8");
    header("Content-Transfer-Encoding", "base64");
    if let Some(locale) = mail.locale {
        header("Content-Language", locale);
    }
    header("X-Unsent", "1");
    text.push_str("\r\n");
    let body = mail.body.replace("\r\n", "\n").replace('\n', "\r\n");
    for line in base64(body.as_bytes()).as_bytes().chunks(LINE) {
        text.extend(line.iter().map(|&byte| char::from(byte)));
        text.push_str("\r\n");
    }
    text
}

fn mailboxes(all: &[Mailbox]) -> String {
    let each = all.iter().map(|it| format!("{} <{}>", phrase(&it.name), address(&it.address)));
    each.collect::<Vec<_>>().join(",\r\n ")
}

/// An address; what could end it or its line is left out, though none that was checked has any of it.
fn address(text: &str) -> String {
    text.chars()
        .filter(|c| !c.is_control() && !c.is_whitespace() && !"<>,;\"".contains(*c))
        .collect()
}

/// A name before an address: as it is when nothing in it has a meaning there, else as encoded words.
fn phrase(name: &str) -> String {
    let is_plain = |c: char| c.is_ascii_alphanumeric() || " -_'".contains(c);
    if !name.is_empty() && name.chars().all(is_plain) { name.to_owned() } else { encoded(name) }
}

/// A text in a header: as it is when it is printable ASCII and short, else as encoded words.
fn words(text: &str) -> String {
    let is_plain = text.chars().all(|c| c.is_ascii_graphic() || c == ' ');
    if is_plain && text.len() <= LINE && !text.contains("=?") {
        text.to_owned()
    } else {
        encoded(text)
    }
}

fn encoded(text: &str) -> String {
    let mut chunks = vec![String::new()];
    for c in text.chars() {
        let is_full = chunks.last().is_some_and(|chunk| chunk.len() + c.len_utf8() > WORD_BYTES);
        if is_full {
            chunks.push(String::new());
        }
        if let Some(chunk) = chunks.last_mut() {
            chunk.push(c);
        }
    }
    let each = chunks.iter().map(|chunk| format!("=?utf-8?B?{}?=", base64(chunk.as_bytes())));
    each.collect::<Vec<_>>().join("\r\n ")
}

fn base64(bytes: &[u8]) -> String {
    const LETTERS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut text = String::with_capacity(bytes.len().div_ceil(3) * 4);
    for chunk in bytes.chunks(3) {
        let byte = |at: usize| u32::from(chunk.get(at).copied().unwrap_or(0));
        let bits = byte(0) << 16 | byte(1) << 8 | byte(2);
        for at in 0..4 {
            let letter = LETTERS[(bits >> (18 - 6 * at) & 63) as usize];
            text.push(if at <= chunk.len() { char::from(letter) } else { '=' });
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    fn mailbox(name: &str) -> Mailbox {
        Mailbox { name: name.into(), address: "a@larkfield.example".into() }
    }

    fn mail(subject: &str, name: &str, body: &str) -> String {
        write(&Mail {
            id: "1".into(),
            from: mailbox("Chaperone"),
            to: vec![mailbox(name), mailbox("Mo")],
            cc: Vec::new(),
            subject,
            body,
            locale: Some("en"),
            at: Timestamp::from_millis(0),
        })
    }

    #[test]
    fn base64_is_that_of_rfc_4648() {
        for (text, expected) in
            [("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("foobar", "Zm9vYmFy")]
        {
            assert_eq!(base64(text.as_bytes()), expected);
        }
    }

    #[test]
    fn a_mail_has_its_headers_and_a_body_behind_an_empty_line() {
        let text = mail("Hello", "Anna", "One\nTwo");
        assert!(
            text.starts_with("Date: Thu, 1 Jan 1970 00:00:00 +0000\r\nFrom: Chaperone <"),
            "{text}"
        );
        assert!(
            text.contains("\r\nTo: Anna <a@larkfield.example>,\r\n Mo <a@larkfield.example>\r\n")
        );
        let (_, body) = text.split_once("\r\n\r\n").unwrap();
        assert_eq!(body, format!("{}\r\n", base64(b"One\r\nTwo")));
    }

    #[test]
    fn nothing_that_a_text_contains_becomes_a_header() {
        let odd = "Hi\r\nBcc: everybody@example.org\r\n\r\nBody";
        let text = mail(odd, odd, odd);
        let headers = text.split("\r\n\r\n").next().unwrap();
        let names: Vec<_> = headers
            .split("\r\n")
            .filter(|line| !line.starts_with(' '))
            .map(|line| line.split(':').next().unwrap())
            .collect();
        assert_eq!(
            names,
            [
                "Date",
                "From",
                "To",
                "Message-ID",
                "Subject",
                "MIME-Version",
                "Content-Type",
                "Content-Transfer-Encoding",
                "Content-Language",
                "X-Unsent"
            ]
        );
        assert!(!address("a@b.example>\r\nBcc: x@y").contains(['\r', '\n', '>', ' ']));
    }

    #[test]
    fn a_long_subject_in_any_script_is_cut_into_words_of_75_characters() {
        for line in words(&"Zuständigkeit für Agenten 担当者 ".repeat(8)).split("\r\n ") {
            assert!(
                line.len() <= 75 && line.starts_with("=?utf-8?B?") && line.ends_with("?="),
                "{line}"
            );
        }
        assert_eq!(words("Plain"), "Plain");
        assert!(words("=?utf-8?Q?x?=").starts_with("=?utf-8?B?"), "what looks encoded is encoded");
    }

    #[test]
    fn every_line_is_short_and_ends_as_mail_wants_it() {
        let text = mail(&"ä".repeat(200), "Å, Ö <x>", &"lines\n".repeat(100));
        assert!(!text.replace("\r\n", "").contains(['\r', '\n']));
        assert!(text.split("\r\n").all(|line| line.len() <= 200));
    }
}
