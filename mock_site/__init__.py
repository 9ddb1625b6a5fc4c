"""The built-in registration site: an ordinary public service that siaga can rehearse against."""

VERSION = "0.1.0"
