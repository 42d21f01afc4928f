"""How dates and times are written in German, where Django's own format is not ours."""

TIME_FORMAT = "G:i"
DATETIME_FORMAT = "j. F Y, G:i"
