// Transcribed from what the compiler of Apache Thrift emits; see vectors/thrift/sample.thrift.
'use strict';

const thrift = require('thrift');
const Thrift = thrift.Thrift;

module.exports.Size = { SMALL: 1, LARGE: 7 };
const Line = (module.exports.Line = class {
  constructor(args) {
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
        this.parts = Thrift.copyList(args.parts, [Line]);
      }
    }
  }

  [Symbol.for('read')](input) {
    input.incrementRecursionDepth();
    try {
      input.readStructBegin();
      while (true) {
        const ret = input.readFieldBegin();
        const ftype = ret.ftype;
        const fid = ret.fid;
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
              const _rtmp32 = input.readListBegin();
              const _size1 = _rtmp32.size || 0;
              for (let _i3 = 0; _i3 < _size1; ++_i3) {
                let elem4 = null;
                elem4 = new Line();
                elem4[Symbol.for('read')](input);
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
    } finally {
      input.decrementRecursionDepth();
    }
    return;
  }

  [Symbol.for('write')](output) {
    output.incrementRecursionDepth();
    try {
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
        for (let iter5 in this.parts) {
          if (this.parts.hasOwnProperty(iter5)) {
            iter5 = this.parts[iter5];
            iter5[Symbol.for('write')](output);
          }
        }
        output.writeListEnd();
        output.writeFieldEnd();
      }
      output.writeFieldStop();
      output.writeStructEnd();
    } finally {
      output.decrementRecursionDepth();
    }
    return;
  }
});
const Sample = (module.exports.Sample = class {
  constructor(args) {
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
        this.line = new Line(args.line);
      }
      if (args.lines !== undefined && args.lines !== null) {
        this.lines = Thrift.copyList(args.lines, [Line]);
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
  }

  [Symbol.for('read')](input) {
    input.incrementRecursionDepth();
    try {
      input.readStructBegin();
      while (true) {
        const ret = input.readFieldBegin();
        const ftype = ret.ftype;
        const fid = ret.fid;
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
              this.line = new Line();
              this.line[Symbol.for('read')](input);
            } else {
              input.skip(ftype);
            }
            break;
          case 11:
            if (ftype == Thrift.Type.LIST) {
              this.lines = [];
              const _rtmp37 = input.readListBegin();
              const _size6 = _rtmp37.size || 0;
              for (let _i8 = 0; _i8 < _size6; ++_i8) {
                let elem9 = null;
                elem9 = new Line();
                elem9[Symbol.for('read')](input);
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
              const _seen12 = new Set();
              const _rtmp311 = input.readSetBegin();
              const _size10 = _rtmp311.size || 0;
              for (let _i13 = 0; _i13 < _size10; ++_i13) {
                let elem14 = null;
                elem14 = input.readString();
                if (!_seen12.has(elem14)) {
                  _seen12.add(elem14);
                  this.tags.push(elem14);
                }
              }
              input.readSetEnd();
            } else {
              input.skip(ftype);
            }
            break;
          case 13:
            if (ftype == Thrift.Type.MAP) {
              this.counts = {};
              const _rtmp316 = input.readMapBegin();
              const _size15 = _rtmp316.size || 0;
              for (let _i17 = 0; _i17 < _size15; ++_i17) {
                let key18 = null;
                let val19 = null;
                key18 = input.readString();
                val19 = input.readI64();
                this.counts[key18] = val19;
              }
              input.readMapEnd();
            } else {
              input.skip(ftype);
            }
            break;
          case 14:
            if (ftype == Thrift.Type.MAP) {
              this.flags = {};
              const _rtmp321 = input.readMapBegin();
              const _size20 = _rtmp321.size || 0;
              for (let _i22 = 0; _i22 < _size20; ++_i22) {
                let key23 = null;
                let val24 = null;
                key23 = input.readI64();
                val24 = input.readBool();
                this.flags[key23] = val24;
              }
              input.readMapEnd();
            } else {
              input.skip(ftype);
            }
            break;
          case 15:
            if (ftype == Thrift.Type.LIST) {
              this.bools = [];
              const _rtmp326 = input.readListBegin();
              const _size25 = _rtmp326.size || 0;
              for (let _i27 = 0; _i27 < _size25; ++_i27) {
                let elem28 = null;
                elem28 = input.readBool();
                this.bools.push(elem28);
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
              const _rtmp330 = input.readListBegin();
              const _size29 = _rtmp330.size || 0;
              for (let _i31 = 0; _i31 < _size29; ++_i31) {
                let elem32 = null;
                elem32 = [];
                const _rtmp334 = input.readListBegin();
                const _size33 = _rtmp334.size || 0;
                for (let _i35 = 0; _i35 < _size33; ++_i35) {
                  let elem36 = null;
                  elem36 = input.readI32();
                  elem32.push(elem36);
                }
                input.readListEnd();
                this.grid.push(elem32);
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
    } finally {
      input.decrementRecursionDepth();
    }
    return;
  }

  [Symbol.for('write')](output) {
    output.incrementRecursionDepth();
    try {
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
        this.line[Symbol.for('write')](output);
        output.writeFieldEnd();
      }
      if (this.lines !== null && this.lines !== undefined) {
        output.writeFieldBegin('lines', Thrift.Type.LIST, 11);
        output.writeListBegin(Thrift.Type.STRUCT, this.lines.length);
        for (let iter37 in this.lines) {
          if (this.lines.hasOwnProperty(iter37)) {
            iter37 = this.lines[iter37];
            iter37[Symbol.for('write')](output);
          }
        }
        output.writeListEnd();
        output.writeFieldEnd();
      }
      if (this.tags !== null && this.tags !== undefined) {
        output.writeFieldBegin('tags', Thrift.Type.SET, 12);
        Thrift.checkSetUniqueness(this.tags);
        output.writeSetBegin(Thrift.Type.STRING, this.tags.length);
        for (let iter38 in this.tags) {
          if (this.tags.hasOwnProperty(iter38)) {
            iter38 = this.tags[iter38];
            output.writeString(iter38);
          }
        }
        output.writeSetEnd();
        output.writeFieldEnd();
      }
      if (this.counts !== null && this.counts !== undefined) {
        output.writeFieldBegin('counts', Thrift.Type.MAP, 13);
        output.writeMapBegin(Thrift.Type.STRING, Thrift.Type.I64, Thrift.objectLength(this.counts));
        for (let kiter39 in this.counts) {
          if (this.counts.hasOwnProperty(kiter39)) {
            let viter40 = this.counts[kiter39];
            output.writeString(kiter39);
            output.writeI64(viter40);
          }
        }
        output.writeMapEnd();
        output.writeFieldEnd();
      }
      if (this.flags !== null && this.flags !== undefined) {
        output.writeFieldBegin('flags', Thrift.Type.MAP, 14);
        output.writeMapBegin(Thrift.Type.I64, Thrift.Type.BOOL, Thrift.objectLength(this.flags));
        for (let kiter41 in this.flags) {
          if (this.flags.hasOwnProperty(kiter41)) {
            let viter42 = this.flags[kiter41];
            output.writeI64(kiter41);
            output.writeBool(viter42);
          }
        }
        output.writeMapEnd();
        output.writeFieldEnd();
      }
      if (this.bools !== null && this.bools !== undefined) {
        output.writeFieldBegin('bools', Thrift.Type.LIST, 15);
        output.writeListBegin(Thrift.Type.BOOL, this.bools.length);
        for (let iter43 in this.bools) {
          if (this.bools.hasOwnProperty(iter43)) {
            iter43 = this.bools[iter43];
            output.writeBool(iter43);
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
        for (let iter44 in this.grid) {
          if (this.grid.hasOwnProperty(iter44)) {
            iter44 = this.grid[iter44];
            output.writeListBegin(Thrift.Type.I32, iter44.length);
            for (let iter45 in iter44) {
              if (iter44.hasOwnProperty(iter45)) {
                iter45 = iter44[iter45];
                output.writeI32(iter45);
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
    } finally {
      output.decrementRecursionDepth();
    }
    return;
  }
});
