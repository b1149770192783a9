import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.HexFormat;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.file.CodecFactory;
import org.apache.avro.file.DataFileReader;
import org.apache.avro.file.DataFileWriter;
import org.apache.avro.file.SeekableByteArrayInput;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.GenericFixed;
import org.apache.avro.generic.IndexedRecord;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.io.EncoderFactory;

/**
 * Does with Java's Avro what each line asks, and answers with a line.
 *
 * read, writer, reader, hex of a datum: its value. json, schema, hex: the datum in Avro's JSON encoding. frame, id,
 * schema, JSON encoding: hex of a payload. container, codec, schema, JSON encodings: hex of a file. values, hex of
 * a file: its values. Parts stand between tabs; what fails is answered with "!" and why.
 */
public class InteropAvro {
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
  private static final int SYNC_INTERVAL = 100;
  private static final double EXACT = 9007199254740992.0;
  /** Arrays of doubles of Avro 1.12.0 keep floats; these do not. */
  private static final GenericData DATA = new GenericData() {
    @Override
    public Object newArray(Object old, int size, Schema schema) {
      return new GenericData.Array<Object>(size, schema);
    }
  };

  public static void main(String[] args) throws Exception {
    var lines = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    var out = new PrintStream(System.out, false, StandardCharsets.UTF_8);
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      try {
        out.println(answer(line.split("\t")));
      } catch (Exception | StackOverflowError e) {
        out.println("!" + e.toString().replaceAll("\\s+", " "));
      }
    }
    out.flush();
  }

  private static String answer(String[] asked) throws Exception {
    switch (asked[0]) {
      case "read": {
        var decoder = DecoderFactory.get().binaryDecoder(bytes(asked, 3), null);
        Object value = new GenericDatumReader<>(schema(asked[1]), schema(asked[2]), DATA).read(null, decoder);
        if (!decoder.isEnd()) throw new IllegalStateException("bytes left after the datum");
        return text(natural(value));
      }
      case "json": {
        Schema schema = schema(asked[1]);
        var decoder = DecoderFactory.get().binaryDecoder(bytes(asked, 2), null);
        Object value = new GenericDatumReader<>(schema, schema, DATA).read(null, decoder);
        var json = new ByteArrayOutputStream();
        var encoder = EncoderFactory.get().jsonEncoder(schema, json);
        new GenericDatumWriter<>(schema).write(value, encoder);
        encoder.flush();
        return json.toString(StandardCharsets.UTF_8);
      }
      case "frame": {
        var payload = new ByteArrayOutputStream();
        var frame = new DataOutputStream(payload);
        frame.writeByte(0);
        frame.writeInt(Integer.parseInt(asked[1]));
        Schema schema = schema(asked[2]);
        var encoder = EncoderFactory.get().binaryEncoder(payload, null);
        new GenericDatumWriter<>(schema).write(ofJson(schema, asked[3]), encoder);
        encoder.flush();
        return HexFormat.of().formatHex(payload.toByteArray());
      }
      case "container":
        return HexFormat.of().formatHex(container(asked));
      case "values": {
        ArrayNode values = NODES.arrayNode();
        var input = new SeekableByteArrayInput(bytes(asked, 1));
        try (var reader = new DataFileReader<Object>(input, new GenericDatumReader<>(null, null, DATA))) {
          for (Object value : reader) values.add(natural(value));
        }
        return text(values);
      }
      default:
        throw new IllegalArgumentException(asked[0]);
    }
  }

  private static byte[] container(String[] asked) throws Exception {
    Schema schema = schema(asked[2]);
    var file = new ByteArrayOutputStream();
    try (var writer = new DataFileWriter<Object>(new GenericDatumWriter<>(schema))) {
      writer.setCodec(CodecFactory.fromString(asked[1]));
      writer.setSyncInterval(SYNC_INTERVAL);
      writer.setMeta("by", "Java");
      writer.create(schema, file);
      for (int index = 3; index < asked.length; index++) writer.append(ofJson(schema, asked[index]));
    }
    return file.toByteArray();
  }

  private static Object ofJson(Schema schema, String json) throws Exception {
    return new GenericDatumReader<>(schema, schema, DATA).read(null, DecoderFactory.get().jsonDecoder(schema, json));
  }

  private static Schema schema(String text) {
    return new Schema.Parser().parse(text);
  }

  private static byte[] bytes(String[] asked, int place) {
    return place < asked.length ? HexFormat.of().parseHex(asked[place]) : new byte[0];
  }

  private static String text(JsonNode node) throws Exception {
    return new ObjectMapper().writeValueAsString(node);
  }

  /** Numbers as n:digits or d:bits, bytes as b:hex, text as s:text; branches of unions are not named. */
  private static JsonNode natural(Object value) {
    if (value == null) return NODES.nullNode();
    if (value instanceof Boolean truth) return NODES.booleanNode(truth);
    if (value instanceof Integer || value instanceof Long) return TextNode.valueOf("n:" + value);
    if (value instanceof Number number) return TextNode.valueOf(numberText(number.doubleValue()));
    if (value instanceof ByteBuffer buffer) {
      byte[] bytes = new byte[buffer.remaining()];
      buffer.duplicate().get(bytes);
      return TextNode.valueOf("b:" + HexFormat.of().formatHex(bytes));
    }
    if (value instanceof GenericFixed fixed) return TextNode.valueOf("b:" + HexFormat.of().formatHex(fixed.bytes()));
    if (value instanceof IndexedRecord record) {
      ObjectNode object = NODES.objectNode();
      for (Schema.Field field : record.getSchema().getFields()) {
        object.set(field.name(), natural(record.get(field.pos())));
      }
      return object;
    }
    if (value instanceof Collection<?> items) {
      ArrayNode array = NODES.arrayNode();
      for (Object item : items) array.add(natural(item));
      return array;
    }
    if (value instanceof Map<?, ?> entries) {
      ObjectNode object = NODES.objectNode();
      entries.forEach((key, entry) -> object.set(key.toString(), natural(entry)));
      return object;
    }
    return TextNode.valueOf("s:" + value);
  }

  private static String numberText(double value) {
    boolean isWhole = value == Math.rint(value) && Math.abs(value) < EXACT;
    if (isWhole && !(value == 0 && 1 / value < 0)) return "n:" + (long) value;
    return "d:" + String.format("%016x", Double.doubleToLongBits(value));
  }
}
