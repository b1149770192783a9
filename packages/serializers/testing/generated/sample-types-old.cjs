// Transcribed from what the compiler of Apache Thrift emits; see vectors/thrift/sample.thrift.
'use strict';

var thrift = require('thrift');
var Thrift = thrift.Thrift;

var ttypes = (module.exports = {});
ttypes.Size = { SMALL: 1, LARGE: 7 };
var Line = (module.exports.Line = function (args) {
  this.sku = null;
  this.quantity = 1;
  this.parts = null;
  if (args) {
    if (args.sku !== undefined && args.sku !== null) {
      this.sku = args.sku;
    } else {
      throw new Thrift.TProtocolException(
        Thrift.TProtocolExceptionType.UNKNOWN,
        'Required field sku is unset!',
      );
    }
    if (args.quantity !== undefined && args.quantity !== null) {
      this.quantity = args.quantity;
    }
    if (args.parts !== undefined && args.parts !== null) {
      this.parts = Thrift.copyList(args.parts, [ttypes.Line]);
    }
  }
});
Line.prototype = {};
Line.prototype.read = function (input) {
  input.readStructBegin();
  while (true) {
    var ret = input.readFieldBegin();
    var ftype = ret.ftype;
    var fid = ret.fid;
    if (ftype == Thrift.Type.STOP) {
      break;
    }
    switch (fid) {
      case 1:
        if (ftype == Thrift.Type.STRING) {
          this.sku = input.readString();
        } else {
          input.skip(ftype);
        }
        break;
      case 2:
        if (ftype == Thrift.Type.I32) {
          this.quantity = input.readI32();
        } else {
          input.skip(ftype);
        }
        break;
      case 3:
        if (ftype == Thrift.Type.LIST) {
          this.parts = [];
          var _rtmp32 = input.readListBegin();
          var _size1 = _rtmp32.size || 0;
          for (var _i3 = 0; _i3 < _size1; ++_i3) {
            var elem4 = null;
            elem4 = new ttypes.Line();
            elem4.read(input);
            this.parts.push(elem4);
          }
          input.readListEnd();
        } else {
          input.skip(ftype);
        }
        break;
      default:
        input.skip(ftype);
    }
    input.readFieldEnd();
  }
  input.readStructEnd();
  return;
};
Line.prototype.write = function (output) {
  output.writeStructBegin('Line');
  if (this.sku !== null && this.sku !== undefined) {
    output.writeFieldBegin('sku', Thrift.Type.STRING, 1);
    output.writeString(this.sku);
    output.writeFieldEnd();
  }
  if (this.quantity !== null && this.quantity !== undefined) {
    output.writeFieldBegin('quantity', Thrift.Type.I32, 2);
    output.writeI32(this.quantity);
    output.writeFieldEnd();
  }
  if (this.parts !== null && this.parts !== undefined) {
    output.writeFieldBegin('parts', Thrift.Type.LIST, 3);
    output.writeListBegin(Thrift.Type.STRUCT, this.parts.length);
    for (var iter5 in this.parts) {
      if (this.parts.hasOwnProperty(iter5)) {
        iter5 = this.parts[iter5];
        iter5.write(output);
      }
    }
    output.writeListEnd();
    output.writeFieldEnd();
  }
  output.writeFieldStop();
  output.writeStructEnd();
  return;
};
var Sample = (module.exports.Sample = function (args) {
  this.flag = null;
  this.tiny = null;
  this.small = null;
  this.medium = null;
  this.large = null;
  this.ratio = null;
  this.text = null;
  this.raw = null;
  this.size = null;
  this.line = null;
  this.lines = null;
  this.tags = null;
  this.counts = null;
  this.flags = null;
  this.bools = null;
  this.id = null;
  this.grid = null;
  this.closed = null;
  if (args) {
    if (args.flag !== undefined && args.flag !== null) {
      this.flag = args.flag;
    }
    if (args.tiny !== undefined && args.tiny !== null) {
      this.tiny = args.tiny;
    }
    if (args.small !== undefined && args.small !== null) {
      this.small = args.small;
    }
    if (args.medium !== undefined && args.medium !== null) {
      this.medium = args.medium;
    }
    if (args.large !== undefined && args.large !== null) {
      this.large = args.large;
    }
    if (args.ratio !== undefined && args.ratio !== null) {
      this.ratio = args.ratio;
    }
    if (args.text !== undefined && args.text !== null) {
      this.text = args.text;
    }
    if (args.raw !== undefined && args.raw !== null) {
      this.raw = args.raw;
    }
    if (args.size !== undefined && args.size !== null) {
      this.size = args.size;
    }
    if (args.line !== undefined && args.line !== null) {
      this.line = new ttypes.Line(args.line);
    }
    if (args.lines !== undefined && args.lines !== null) {
      this.lines = Thrift.copyList(args.lines, [ttypes.Line]);
    }
    if (args.tags !== undefined && args.tags !== null) {
      this.tags = Thrift.copyList(args.tags, [null]);
    }
    if (args.counts !== undefined && args.counts !== null) {
      this.counts = Thrift.copyMap(args.counts, [null]);
    }
    if (args.flags !== undefined && args.flags !== null) {
      this.flags = Thrift.copyMap(args.flags, [null]);
    }
    if (args.bools !== undefined && args.bools !== null) {
      this.bools = Thrift.copyList(args.bools, [null]);
    }
    if (args.id !== undefined && args.id !== null) {
      this.id = args.id;
    }
    if (args.grid !== undefined && args.grid !== null) {
      this.grid = Thrift.copyList(args.grid, [Thrift.copyList, null]);
    }
    if (args.closed !== undefined && args.closed !== null) {
      this.closed = args.closed;
    }
  }
});
Sample.prototype = {};
Sample.prototype.read = function (input) {
  input.readStructBegin();
  while (true) {
    var ret = input.readFieldBegin();
    var ftype = ret.ftype;
    var fid = ret.fid;
    if (ftype == Thrift.Type.STOP) {
      break;
    }
    switch (fid) {
      case 1:
        if (ftype == Thrift.Type.BOOL) {
          this.flag = input.readBool();
        } else {
          input.skip(ftype);
        }
        break;
      case 2:
        if (ftype == Thrift.Type.BYTE) {
          this.tiny = input.readByte();
        } else {
          input.skip(ftype);
        }
        break;
      case 3:
        if (ftype == Thrift.Type.I16) {
          this.small = input.readI16();
        } else {
          input.skip(ftype);
        }
        break;
      case 4:
        if (ftype == Thrift.Type.I32) {
          this.medium = input.readI32();
        } else {
          input.skip(ftype);
        }
        break;
      case 5:
        if (ftype == Thrift.Type.I64) {
          this.large = input.readI64();
        } else {
          input.skip(ftype);
        }
        break;
      case 6:
        if (ftype == Thrift.Type.DOUBLE) {
          this.ratio = input.readDouble();
        } else {
          input.skip(ftype);
        }
        break;
      case 7:
        if (ftype == Thrift.Type.STRING) {
          this.text = input.readString();
        } else {
          input.skip(ftype);
        }
        break;
      case 8:
        if (ftype == Thrift.Type.STRING) {
          this.raw = input.readBinary();
        } else {
          input.skip(ftype);
        }
        break;
      case 9:
        if (ftype == Thrift.Type.I32) {
          this.size = input.readI32();
        } else {
          input.skip(ftype);
        }
        break;
      case 10:
        if (ftype == Thrift.Type.STRUCT) {
          this.line = new ttypes.Line();
          this.line.read(input);
        } else {
          input.skip(ftype);
        }
        break;
      case 11:
        if (ftype == Thrift.Type.LIST) {
          this.lines = [];
          var _rtmp37 = input.readListBegin();
          var _size6 = _rtmp37.size || 0;
          for (var _i8 = 0; _i8 < _size6; ++_i8) {
            var elem9 = null;
            elem9 = new ttypes.Line();
            elem9.read(input);
            this.lines.push(elem9);
          }
          input.readListEnd();
        } else {
          input.skip(ftype);
        }
        break;
      case 12:
        if (ftype == Thrift.Type.SET) {
          this.tags = [];
          var _rtmp311 = input.readSetBegin();
          var _size10 = _rtmp311.size || 0;
          for (var _i12 = 0; _i12 < _size10; ++_i12) {
            var elem13 = null;
            elem13 = input.readString();
            this.tags.push(elem13);
          }
          input.readSetEnd();
        } else {
          input.skip(ftype);
        }
        break;
      case 13:
        if (ftype == Thrift.Type.MAP) {
          this.counts = {};
          var _rtmp315 = input.readMapBegin();
          var _size14 = _rtmp315.size || 0;
          for (var _i16 = 0; _i16 < _size14; ++_i16) {
            var key17 = null;
            var val18 = null;
            key17 = input.readString();
            val18 = input.readI64();
            this.counts[key17] = val18;
          }
          input.readMapEnd();
        } else {
          input.skip(ftype);
        }
        break;
      case 14:
        if (ftype == Thrift.Type.MAP) {
          this.flags = {};
          var _rtmp320 = input.readMapBegin();
          var _size19 = _rtmp320.size || 0;
          for (var _i21 = 0; _i21 < _size19; ++_i21) {
            var key22 = null;
            var val23 = null;
            key22 = input.readI64();
            val23 = input.readBool();
            this.flags[key22] = val23;
          }
          input.readMapEnd();
        } else {
          input.skip(ftype);
        }
        break;
      case 15:
        if (ftype == Thrift.Type.LIST) {
          this.bools = [];
          var _rtmp325 = input.readListBegin();
          var _size24 = _rtmp325.size || 0;
          for (var _i26 = 0; _i26 < _size24; ++_i26) {
            var elem27 = null;
            elem27 = input.readBool();
            this.bools.push(elem27);
          }
          input.readListEnd();
        } else {
          input.skip(ftype);
        }
        break;
      case 16:
        if (ftype == Thrift.Type.UUID) {
          this.id = input.readUuid();
        } else {
          input.skip(ftype);
        }
        break;
      case 40:
        if (ftype == Thrift.Type.LIST) {
          this.grid = [];
          var _rtmp329 = input.readListBegin();
          var _size28 = _rtmp329.size || 0;
          for (var _i30 = 0; _i30 < _size28; ++_i30) {
            var elem31 = null;
            elem31 = [];
            var _rtmp333 = input.readListBegin();
            var _size32 = _rtmp333.size || 0;
            for (var _i34 = 0; _i34 < _size32; ++_i34) {
              var elem35 = null;
              elem35 = input.readI32();
              elem31.push(elem35);
            }
            input.readListEnd();
            this.grid.push(elem31);
          }
          input.readListEnd();
        } else {
          input.skip(ftype);
        }
        break;
      case 41:
        if (ftype == Thrift.Type.BOOL) {
          this.closed = input.readBool();
        } else {
          input.skip(ftype);
        }
        break;
      default:
        input.skip(ftype);
    }
    input.readFieldEnd();
  }
  input.readStructEnd();
  return;
};
Sample.prototype.write = function (output) {
  output.writeStructBegin('Sample');
  if (this.flag !== null && this.flag !== undefined) {
    output.writeFieldBegin('flag', Thrift.Type.BOOL, 1);
    output.writeBool(this.flag);
    output.writeFieldEnd();
  }
  if (this.tiny !== null && this.tiny !== undefined) {
    output.writeFieldBegin('tiny', Thrift.Type.BYTE, 2);
    output.writeByte(this.tiny);
    output.writeFieldEnd();
  }
  if (this.small !== null && this.small !== undefined) {
    output.writeFieldBegin('small', Thrift.Type.I16, 3);
    output.writeI16(this.small);
    output.writeFieldEnd();
  }
  if (this.medium !== null && this.medium !== undefined) {
    output.writeFieldBegin('medium', Thrift.Type.I32, 4);
    output.writeI32(this.medium);
    output.writeFieldEnd();
  }
  if (this.large !== null && this.large !== undefined) {
    output.writeFieldBegin('large', Thrift.Type.I64, 5);
    output.writeI64(this.large);
    output.writeFieldEnd();
  }
  if (this.ratio !== null && this.ratio !== undefined) {
    output.writeFieldBegin('ratio', Thrift.Type.DOUBLE, 6);
    output.writeDouble(this.ratio);
    output.writeFieldEnd();
  }
  if (this.text !== null && this.text !== undefined) {
    output.writeFieldBegin('text', Thrift.Type.STRING, 7);
    output.writeString(this.text);
    output.writeFieldEnd();
  }
  if (this.raw !== null && this.raw !== undefined) {
    output.writeFieldBegin('raw', Thrift.Type.STRING, 8);
    output.writeBinary(this.raw);
    output.writeFieldEnd();
  }
  if (this.size !== null && this.size !== undefined) {
    output.writeFieldBegin('size', Thrift.Type.I32, 9);
    output.writeI32(this.size);
    output.writeFieldEnd();
  }
  if (this.line !== null && this.line !== undefined) {
    output.writeFieldBegin('line', Thrift.Type.STRUCT, 10);
    this.line.write(output);
    output.writeFieldEnd();
  }
  if (this.lines !== null && this.lines !== undefined) {
    output.writeFieldBegin('lines', Thrift.Type.LIST, 11);
    output.writeListBegin(Thrift.Type.STRUCT, this.lines.length);
    for (var iter36 in this.lines) {
      if (this.lines.hasOwnProperty(iter36)) {
        iter36 = this.lines[iter36];
        iter36.write(output);
      }
    }
    output.writeListEnd();
    output.writeFieldEnd();
  }
  if (this.tags !== null && this.tags !== undefined) {
    output.writeFieldBegin('tags', Thrift.Type.SET, 12);
    output.writeSetBegin(Thrift.Type.STRING, this.tags.length);
    for (var iter37 in this.tags) {
      if (this.tags.hasOwnProperty(iter37)) {
        iter37 = this.tags[iter37];
        output.writeString(iter37);
      }
    }
    output.writeSetEnd();
    output.writeFieldEnd();
  }
  if (this.counts !== null && this.counts !== undefined) {
    output.writeFieldBegin('counts', Thrift.Type.MAP, 13);
    output.writeMapBegin(Thrift.Type.STRING, Thrift.Type.I64, Thrift.objectLength(this.counts));
    for (var kiter38 in this.counts) {
      if (this.counts.hasOwnProperty(kiter38)) {
        var viter39 = this.counts[kiter38];
        output.writeString(kiter38);
        output.writeI64(viter39);
      }
    }
    output.writeMapEnd();
    output.writeFieldEnd();
  }
  if (this.flags !== null && this.flags !== undefined) {
    output.writeFieldBegin('flags', Thrift.Type.MAP, 14);
    output.writeMapBegin(Thrift.Type.I64, Thrift.Type.BOOL, Thrift.objectLength(this.flags));
    for (var kiter40 in this.flags) {
      if (this.flags.hasOwnProperty(kiter40)) {
        var viter41 = this.flags[kiter40];
        output.writeI64(kiter40);
        output.writeBool(viter41);
      }
    }
    output.writeMapEnd();
    output.writeFieldEnd();
  }
  if (this.bools !== null && this.bools !== undefined) {
    output.writeFieldBegin('bools', Thrift.Type.LIST, 15);
    output.writeListBegin(Thrift.Type.BOOL, this.bools.length);
    for (var iter42 in this.bools) {
      if (this.bools.hasOwnProperty(iter42)) {
        iter42 = this.bools[iter42];
        output.writeBool(iter42);
      }
    }
    output.writeListEnd();
    output.writeFieldEnd();
  }
  if (this.id !== null && this.id !== undefined) {
    output.writeFieldBegin('id', Thrift.Type.UUID, 16);
    output.writeUuid(this.id);
    output.writeFieldEnd();
  }
  if (this.grid !== null && this.grid !== undefined) {
    output.writeFieldBegin('grid', Thrift.Type.LIST, 40);
    output.writeListBegin(Thrift.Type.LIST, this.grid.length);
    for (var iter43 in this.grid) {
      if (this.grid.hasOwnProperty(iter43)) {
        iter43 = this.grid[iter43];
        output.writeListBegin(Thrift.Type.I32, iter43.length);
        for (var iter44 in iter43) {
          if (iter43.hasOwnProperty(iter44)) {
            iter44 = iter43[iter44];
            output.writeI32(iter44);
          }
        }
        output.writeListEnd();
      }
    }
    output.writeListEnd();
    output.writeFieldEnd();
  }
  if (this.closed !== null && this.closed !== undefined) {
    output.writeFieldBegin('closed', Thrift.Type.BOOL, 41);
    output.writeBool(this.closed);
    output.writeFieldEnd();
  }
  output.writeFieldStop();
  output.writeStructEnd();
  return;
};
