"""Results for people: papers for print, explanations, tables on the terminal."""
