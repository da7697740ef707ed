/**
 * What cards and codes the backend hears from devices of its own: a gun on a serial port, a card reader. A gun that types
 * is heard in the window itself.
 */
import { hear } from "./call";

/** An identity card on the reader, as it was read. */
export interface CardRead {
  name: string;
  /** `male` or `female` */
  sex: string;
  ethnicity: string;
  /** `1962-03-15` */
  birth_date: string;
  address: string;
  id_number: string;
  /** A data URL; kept only where the county's pack keeps photographs and somebody says so. */
  photo?: string | null;
}

export const deviceEvents = {
  code: (heard: (scan: { code: string }) => void) => hear("device:code", heard),
  person: (heard: (card: CardRead) => void) => hear("device:person", heard),
};
