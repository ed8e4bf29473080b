"""Services as each language writes them: one file a language, found by looking into this folder."""
