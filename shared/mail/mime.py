"""A letter as it travels by SMTP; apart, because the standard library's e-mail takes long to load."""

from email.message import EmailMessage

from shared.mail.letter import Letter


def mime(letter: Letter, sender: str) -> EmailMessage:
    """The letter as it travels; marked as automatic, so that no holiday notice answers it (RFC 3834)."""
    message = EmailMessage()
    message["From"] = sender
    message["To"] = letter.to
    message["Subject"] = letter.subject
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(letter.text)  # forgets every Content- header set before
    message["Content-Language"] = "zh-Hans-CN" if letter.language == "zh" else "en"
    return message
