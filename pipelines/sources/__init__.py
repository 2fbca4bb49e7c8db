"""Where articles come from: one connector for each kind of source, and the spool that keeps what they bring."""
