"""The post office: brings e-mails and SMS to inboxes that people read over HTTP."""
