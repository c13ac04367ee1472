"""The pages of the officer's desk (工作台), a module each."""
