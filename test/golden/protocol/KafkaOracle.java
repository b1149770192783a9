// Apache Kafka's own message and producer classes behind lines of JSON, for record.ts. Run from source:
//   java -cp '<kafka jars>' KafkaOracle.java HOST PORT
// Each line in is a command, each line out its answer:
//   {"op":"serialize","key":3,"side":"request","version":9,"body":{…}}   -> {"frame":"hex"}
//   {"op":"exchange","key":3,"version":9,"body":{…}}                     -> {"request":…,"response":…,"responseBody":…}
//   {"op":"raw","frame":"hex"}                                           -> {"response":"hex"}
//   {"op":"produce","topic":"t","compression":"gzip","records":[…]}      -> {}
// Frames are without their length prefix. Bodies are in the JSON form of Kafka's generated converters.
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedReader;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.InputStreamReader;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.apache.kafka.common.message.ApiMessageType;
import org.apache.kafka.common.message.RequestHeaderData;
import org.apache.kafka.common.message.ResponseHeaderData;
import org.apache.kafka.common.protocol.ApiMessage;
import org.apache.kafka.common.protocol.ByteBufferAccessor;
import org.apache.kafka.common.protocol.Message;
import org.apache.kafka.common.protocol.ObjectSerializationCache;
import org.apache.kafka.common.serialization.ByteArraySerializer;

public class KafkaOracle {
  private static final int CORRELATION_ID = 77;
  private static final String CLIENT_ID = "ottla";
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final HexFormat HEX = HexFormat.of();
  private static String host;
  private static int port;

  public static void main(String[] arguments) throws Exception {
    host = arguments[0];
    port = Integer.parseInt(arguments[1]);
    BufferedReader in = new BufferedReader(new InputStreamReader(System.in));
    for (String line = in.readLine(); line != null; line = in.readLine()) {
      ObjectNode answer = JSON.createObjectNode();
      try {
        run(JSON.readTree(line), answer);
      } catch (Throwable failure) {
        Throwable cause = failure.getCause() == null ? failure : failure.getCause();
        answer.put("error", cause.toString());
      }
      System.out.println(JSON.writeValueAsString(answer));
      System.out.flush();
    }
  }

  private static void run(JsonNode command, ObjectNode answer) throws Exception {
    switch (command.get("op").asText()) {
      case "serialize" -> answer.put("frame", HEX.formatHex(serialize(command, command.get("side").asText())));
      case "exchange" -> exchange(command, answer);
      case "raw" -> answer.put("response", HEX.formatHex(ask(HEX.parseHex(command.get("frame").asText()))));
      case "produce" -> produce(command);
      default -> throw new IllegalArgumentException("unknown op");
    }
  }

  private static Class<?> converter(ApiMessageType type, String side) throws Exception {
    String suffix = side.equals("request") ? "Request" : "Response";
    return Class.forName("org.apache.kafka.common.message." + type.name + suffix + "DataJsonConverter");
  }

  private static byte[] serialize(JsonNode command, String side) throws Exception {
    ApiMessageType type = ApiMessageType.fromApiKey((short) command.get("key").asInt());
    short version = (short) command.get("version").asInt();
    Message body = (Message) converter(type, side)
        .getMethod("read", JsonNode.class, short.class)
        .invoke(null, command.get("body"), version);
    if (side.equals("request")) {
      RequestHeaderData header = new RequestHeaderData()
          .setRequestApiKey(type.apiKey())
          .setRequestApiVersion(version)
          .setCorrelationId(CORRELATION_ID)
          .setClientId(CLIENT_ID);
      return bytes(header, type.requestHeaderVersion(version), body, version);
    }
    ResponseHeaderData header = new ResponseHeaderData().setCorrelationId(CORRELATION_ID);
    return bytes(header, type.responseHeaderVersion(version), body, version);
  }

  private static byte[] bytes(Message header, short headerVersion, Message body, short version) {
    ObjectSerializationCache cache = new ObjectSerializationCache();
    ByteBuffer buffer = ByteBuffer.allocate(header.size(cache, headerVersion) + body.size(cache, version));
    ByteBufferAccessor accessor = new ByteBufferAccessor(buffer);
    header.write(accessor, cache, headerVersion);
    body.write(accessor, cache, version);
    return buffer.array();
  }

  private static void exchange(JsonNode command, ObjectNode answer) throws Exception {
    ApiMessageType type = ApiMessageType.fromApiKey((short) command.get("key").asInt());
    short version = (short) command.get("version").asInt();
    byte[] request = serialize(command, "request");
    byte[] response = ask(request);
    ByteBufferAccessor accessor = new ByteBufferAccessor(ByteBuffer.wrap(response));
    new ResponseHeaderData(accessor, type.responseHeaderVersion(version));
    ApiMessage body = type.newResponse();
    body.read(accessor, version);
    JsonNode json = (JsonNode) converter(type, "response")
        .getMethod("write", body.getClass(), short.class)
        .invoke(null, body, version);
    answer.put("request", HEX.formatHex(request));
    answer.put("response", HEX.formatHex(response));
    answer.set("responseBody", json);
  }

  private static byte[] ask(byte[] request) throws Exception {
    try (Socket socket = new Socket(host, port)) {
      socket.setSoTimeout(20_000);
      DataOutputStream out = new DataOutputStream(socket.getOutputStream());
      out.writeInt(request.length);
      out.write(request);
      out.flush();
      DataInputStream in = new DataInputStream(socket.getInputStream());
      return in.readNBytes(in.readInt());
    }
  }

  private static byte[] nullable(JsonNode text) {
    return text == null || text.isNull() ? null : text.asText().getBytes(java.nio.charset.StandardCharsets.UTF_8);
  }

  private static void produce(JsonNode command) throws Exception {
    Properties settings = new Properties();
    settings.put("bootstrap.servers", host + ":" + port);
    settings.put("key.serializer", ByteArraySerializer.class.getName());
    settings.put("value.serializer", ByteArraySerializer.class.getName());
    settings.put("compression.type", command.get("compression").asText());
    settings.put("linger.ms", "200");
    boolean transactional = command.hasNonNull("transactionalId");
    if (transactional) settings.put("transactional.id", command.get("transactionalId").asText());
    if (command.hasNonNull("idempotent")) settings.put("enable.idempotence", command.get("idempotent").asText());
    try (KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(settings)) {
      if (transactional) {
        producer.initTransactions();
        producer.beginTransaction();
      }
      // The metadata first, so that all records get into one batch.
      producer.partitionsFor(command.get("topic").asText());
      List<Future<RecordMetadata>> sent = new ArrayList<>();
      for (JsonNode record : command.get("records")) sent.add(producer.send(javaRecord(command, record)));
      producer.flush();
      for (Future<RecordMetadata> future : sent) future.get();
      if (transactional && command.get("commit").asBoolean()) producer.commitTransaction();
      else if (transactional) producer.abortTransaction();
    }
  }

  private static ProducerRecord<byte[], byte[]> javaRecord(JsonNode command, JsonNode record) {
    List<Header> headers = new ArrayList<>();
    for (JsonNode header : record.get("headers"))
      headers.add(new RecordHeader(header.get("key").asText(), nullable(header.get("value"))));
    return new ProducerRecord<>(
        command.get("topic").asText(),
        0,
        record.get("timestamp").asLong(),
        nullable(record.get("key")),
        nullable(record.get("value")),
        headers);
  }
}
