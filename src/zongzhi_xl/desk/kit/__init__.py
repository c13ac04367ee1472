"""The kit: the whole program as a folder for a Windows computer without network."""
