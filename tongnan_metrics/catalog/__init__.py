"""The facts everything else derives from: columns, datasets, measures, indicators, periods, places. No I/O."""
