"""Pure domain arithmetic: the monthly cube, the composite index, pace, lights, streaks, words. No I/O."""
