/** An error code of a broker as an error of this program. */
import { OttlaError, printable } from '@ottla/kernel';
import { kafkaError } from './kafka-errors.ts';

/**
 * An error code a broker answered with. `code` is Kafka's name for it, such as `TOPIC_ALREADY_EXISTS`.
 * Source: the protocol's error table (Kafka protocol guide, "Error Codes").
 */
export class BrokerError extends OttlaError {
  /** Kafka's number, also when this client does not know it. */
  readonly kafkaCode: number;

  /** `where` names the request and its object: "CreateTopics 'orders'". The broker's own words stand in for the table's. */
  constructor(where: string, kafkaCode: number, brokerText?: string | null) {
    const row = kafkaError(kafkaCode);
    const detail =
      brokerText === undefined || brokerText === null || brokerText === '' ? row.text : printable(brokerText);
    super(`${where}: ${row.name} (${kafkaCode}): ${detail}`, { code: row.name, action: row.action });
    this.kafkaCode = kafkaCode;
  }
}
