import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import org.apache.kafka.common.serialization.*;

/**
 * Reads lines of "write, tab, kind, tab, text" or "read, tab, kind, tab, hexadecimal bytes" and prints what Kafka's own
 * serializer of the kind writes, in hexadecimal, or what its deserializer reads, as text; "error" when it throws. Texts
 * are hexadecimal UTF-16, so that lone surrogates arrive. Items of a list stand between commas.
 */
public class KafkaSerializers {
  record Kind<T>(Serializer<T> serializer, Deserializer<T> deserializer, Function<String, T> parse, Function<T, String> print) {}

  static <T> Kind<T> kind(Serde<T> serde, Function<String, T> parse) {
    return new Kind<>(serde.serializer(), serde.deserializer(), parse, String::valueOf);
  }

  static Kind<String> strings(String charset) {
    var serde = new Serdes.StringSerde();
    serde.serializer().configure(Map.of("serializer.encoding", charset), false);
    serde.deserializer().configure(Map.of("deserializer.encoding", charset), false);
    return kind(serde, text -> text);
  }

  static <T> Kind<List<T>> list(Kind<T> items) {
    return new Kind<>(
        new ListSerializer<>(items.serializer()),
        new ListDeserializer<>(ArrayList.class, items.deserializer()),
        text -> {
          var list = new ArrayList<T>();
          if (text.isEmpty()) return list;
          for (String item : text.split(",")) list.add(item.equals("null") ? null : items.parse().apply(item));
          return list;
        },
        list -> String.join(",", list.stream().map(item -> item == null ? "null" : items.print().apply(item)).toList()));
  }

  static Kind<?> kindOf(String name) {
    if (name.startsWith("list ")) return list(kindOf(name.substring(5)));
    if (name.startsWith("string ")) return strings(name.substring(7));
    return switch (name) {
      case "string" -> kind(new Serdes.StringSerde(), text -> text);
      case "bytes" -> new Kind<>(new ByteArraySerializer(), new ByteArrayDeserializer(), HexFormat.of()::parseHex, HexFormat.of()::formatHex);
      case "int16" -> kind(new Serdes.ShortSerde(), Short::valueOf);
      case "int32" -> kind(new Serdes.IntegerSerde(), Integer::valueOf);
      case "int64" -> kind(new Serdes.LongSerde(), Long::valueOf);
      case "float" -> kind(new Serdes.FloatSerde(), Float::valueOf);
      case "double" -> kind(new Serdes.DoubleSerde(), Double::valueOf);
      case "boolean" -> kind(new Serdes.BooleanSerde(), Boolean::valueOf);
      case "uuid" -> kind(new Serdes.UUIDSerde(), UUID::fromString);
      case "void" -> new Kind<Void>(new VoidSerializer(), new VoidDeserializer(), text -> null, String::valueOf);
      default -> throw new IllegalArgumentException(name);
    };
  }

  static String hexOf(String text) {
    return HexFormat.of().formatHex(units(text));
  }

  static byte[] units(String text) {
    byte[] bytes = new byte[text.length() * 2];
    for (int i = 0; i < text.length(); i++) {
      bytes[2 * i] = (byte) (text.charAt(i) >> 8);
      bytes[2 * i + 1] = (byte) text.charAt(i);
    }
    return bytes;
  }

  static String textOf(String hex) {
    byte[] bytes = HexFormat.of().parseHex(hex);
    var text = new StringBuilder();
    for (int i = 0; i < bytes.length; i += 2) text.append((char) ((bytes[i] & 0xff) << 8 | bytes[i + 1] & 0xff));
    return text.toString();
  }

  static <T> String answer(String direction, Kind<T> kind, String argument) {
    try {
      if (direction.equals("read")) {
        return hexOf(kind.print().apply(kind.deserializer().deserialize("topic", HexFormat.of().parseHex(argument))));
      }
      byte[] bytes = kind.serializer().serialize("topic", kind.parse().apply(textOf(argument)));
      return bytes == null ? "null" : HexFormat.of().formatHex(bytes);
    } catch (RuntimeException error) {
      return "error";
    }
  }

  public static void main(String[] args) throws Exception {
    var lines = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.US_ASCII));
    var out = new PrintStream(System.out, false, StandardCharsets.US_ASCII);
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      String[] parts = line.split("\t", -1);
      out.println(answer(parts[0], kindOf(parts[1]), parts[2]));
    }
    out.flush();
  }
}
