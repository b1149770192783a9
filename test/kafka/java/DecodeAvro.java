import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.io.BinaryDecoder;
import org.apache.avro.io.DecoderFactory;

/** Reads lines of "hexadecimal datum, tab, writer schema" and prints each datum as Java's Avro sees it, as JSON. */
public class DecodeAvro {
  public static void main(String[] args) throws Exception {
    var lines = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    var out = new PrintStream(System.out, false, StandardCharsets.UTF_8);
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      int tab = line.indexOf('\t');
      byte[] datum = HexFormat.of().parseHex(line.substring(0, tab));
      Schema schema = new Schema.Parser().parse(line.substring(tab + 1));
      BinaryDecoder decoder = DecoderFactory.get().binaryDecoder(datum, null);
      Object value = new GenericDatumReader<Object>(schema).read(null, decoder);
      if (!decoder.isEnd()) throw new IllegalStateException("bytes left after the datum");
      out.println(GenericData.get().toString(value));
    }
    out.flush();
  }
}
