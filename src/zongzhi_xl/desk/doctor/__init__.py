"""What on this computer would stop the buttons, and what to do about it."""
