// Reads topics as a bank does, with clients that nobody here wrote: `node read-cloudevents.mjs BROKER COUNT TOPIC...` writes as many records as JSON, each with the
// CloudEvent that the SDK finds in it, or with what the SDK has against it.
import { randomUUID } from "node:crypto";
import { Kafka as Client, logLevel } from "kafkajs";
import { CloudEvent, Kafka } from "cloudevents";

const [broker, count, ...topics] = process.argv.slice(2);
const consumer = new Client({ brokers: [broker], logLevel: logLevel.ERROR }).consumer({ groupId: randomUUID() });

// kafkajs gives buffers, and the SDK wants texts: these two lines are all that is between them.
const toEvent = ({ key, value, headers }) => {
  const texts = Object.fromEntries(Object.entries(headers).map(([name, bytes]) => [name, bytes.toString()]));
  return Kafka.toEvent({ key: key?.toString(), value: value.toString(), headers: texts });
};

const read = ({ topic, message }) => {
  try {
    const event = toEvent(message);
    return { topic, key: message.key?.toString(), isEvent: event instanceof CloudEvent && event.validate(), event: event.toJSON() };
  } catch (refused) {
    return { topic, key: message.key?.toString(), isEvent: false, refused: refused.message };
  }
};

const records = [];
await consumer.connect();
await consumer.subscribe({ topics, fromBeginning: true });
await new Promise((resolve) => {
  void consumer.run({
    eachMessage: async (record) => {
      records.push(read(record));
      if (records.length === Number(count)) {
        resolve();
      }
    },
  });
});
process.stdout.write(JSON.stringify(records));
await consumer.disconnect();
