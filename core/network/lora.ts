import type { Medium } from '../site/schema/medium.ts';

/** LoRaWAN payload limit per frame by spreading factor 7 to 12: LoRaWAN Regional Parameters RP002-1.0.3, EU863-870, N without repeater. */
const MAX_PAYLOAD_BYTES: Readonly<Record<number, number>> = { 7: 242, 8: 242, 9: 115, 10: 51, 11: 51, 12: 51 };
/** MHDR, FHDR without options, FPort and MIC: LoRaWAN 1.0.4, section 4. */
const FRAME_OVERHEAD_BYTES = 13;
const PREAMBLE_SYMBOLS = 8;

/**
 * [L4] Time on air of a message in ms, split into as many frames as its payload needs.
 * Semtech SX1276 data sheet rev. 7, section 4.1.1.7: explicit header, CRC on, low data rate optimisation from SF11 at 125 kHz.
 */
export function loraAirtimeMs(lora: NonNullable<Medium['lora']>, bytes: number): number {
  const limit = MAX_PAYLOAD_BYTES[lora.spreadingFactor] ?? 51;
  const whole = Math.floor(bytes / limit);
  const rest = bytes - whole * limit;
  const restMs = rest > 0 || whole === 0 ? frameMs(lora, rest) : 0;
  return whole * (whole > 0 ? frameMs(lora, limit) : 0) + restMs;
}

function frameMs(lora: NonNullable<Medium['lora']>, payloadBytes: number): number {
  const symbolMs = 2 ** lora.spreadingFactor / lora.bandwidthKHz;
  const lowDataRate = symbolMs > 16 ? 1 : 0;
  const bytes = Math.ceil(payloadBytes) + FRAME_OVERHEAD_BYTES;
  const numerator = 8 * bytes - 4 * lora.spreadingFactor + 28 + 16;
  const payloadSymbols =
    8 + Math.max(0, Math.ceil(numerator / (4 * (lora.spreadingFactor - 2 * lowDataRate))) * (lora.codingRate + 4));
  return (PREAMBLE_SYMBOLS + 4.25 + payloadSymbols) * symbolMs;
}
