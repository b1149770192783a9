import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.apache.avro.Schema;
import org.apache.avro.SchemaCompatibility;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.io.EncoderFactory;
import org.apache.avro.util.RandomData;

/**
 * Reads lines of "reader, tab, writer" and prints what Java's SchemaCompatibility says of each pair, as JSON.
 * Of a compatible pair it also writes some random values with the writer and reads them with the reader.
 */
public class CheckCompatibility {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int VALUES = 3;

  public static void main(String[] args) throws Exception {
    var lines = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    var out = new PrintStream(System.out, false, StandardCharsets.UTF_8);
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      int tab = line.indexOf('\t');
      out.println(JSON.writeValueAsString(judge(line.substring(0, tab), line.substring(tab + 1))));
    }
    out.flush();
  }

  private static ObjectNode judge(String readerText, String writerText) {
    ObjectNode verdict = JSON.createObjectNode();
    Schema reader;
    Schema writer;
    try {
      reader = new Schema.Parser().parse(readerText);
      writer = new Schema.Parser().parse(writerText);
    } catch (RuntimeException e) {
      return verdict.put("unparsable", String.valueOf(e.getMessage()));
    }
    try {
      var result = SchemaCompatibility.checkReaderWriterCompatibility(reader, writer).getResult();
      ArrayNode findings = verdict.putArray("findings");
      for (var each : result.getIncompatibilities()) {
        findings.addObject()
            .put("kind", each.getType().name())
            .put("location", each.getLocation())
            .put("message", each.getMessage());
      }
    } catch (RuntimeException e) {
      return verdict.put("thrown", String.valueOf(e.getMessage()));
    }
    if (verdict.get("findings").isEmpty()) {
      String failure = readBack(reader, writer);
      if (failure != null) verdict.put("unreadable", failure);
    }
    return verdict;
  }

  /** Why a random value of the writer cannot be read; null when all can, or the writer has no finite values. */
  private static String readBack(Schema reader, Schema writer) {
    try {
      for (Object value : new RandomData(writer, VALUES, 1L)) {
        var bytes = new ByteArrayOutputStream();
        var encoder = EncoderFactory.get().binaryEncoder(bytes, null);
        new GenericDatumWriter<Object>(writer).write(value, encoder);
        encoder.flush();
        var decoder = DecoderFactory.get().binaryDecoder(bytes.toByteArray(), null);
        try {
          new GenericDatumReader<Object>(writer, reader).read(null, decoder);
        } catch (RuntimeException | java.io.IOException e) {
          return e.getClass().getSimpleName() + ": " + e.getMessage();
        }
      }
      return null;
    } catch (RuntimeException | java.io.IOException | StackOverflowError e) {
      return null;
    }
  }
}
