"""An audit pack: both logs, figures and tables of one party's auditor, with a verifier of its own inside."""
