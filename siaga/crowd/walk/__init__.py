"""One visitor who walks a journey for somebody who looks on: what a dry run sends."""
