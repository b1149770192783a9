enum Size { SMALL = 1, LARGE = 7 }

struct Line {
  1: required string sku;
  2: i32 quantity = 1;
  3: optional list<Line> parts;
}

struct Sample {
  1: bool flag;
  2: i8 tiny;
  3: i16 small;
  4: i32 medium;
  5: i64 large;
  6: double ratio;
  7: string text;
  8: binary raw;
  9: Size size;
  10: Line line;
  11: list<Line> lines;
  12: set<string> tags;
  13: map<string, i64> counts;
  14: map<i64, bool> flags;
  15: list<bool> bools;
  16: uuid id;
  40: list<list<i32>> grid;
  41: bool closed;
}
