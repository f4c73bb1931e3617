"""The API: the same questions, scopes and answers for programs, which come with a token."""
