/** Rates by zone, in cents. */
export type Zone = 'inland' | 'near' | 'far';

const BASE: Readonly<Record<Zone, number>> = { inland: 490, near: 1290, far: 2990 };
const STEPS = [1000, 5000, 10_000].map((grams) => grams * 1);
const CODE = /^([A-Z]{2})-(\d{4,5})$/;

export interface Parcel {
  readonly grams: number;
  readonly zone: Zone;
  readonly insured?: { readonly cents: number } | undefined;
}

export function zoneOf(code: string): Zone {
  const match = CODE.exec(code.trim());
  if (!match) throw new RangeError(`no such code: ${code}`);
  switch (match[1]) {
    case 'DE':
      return 'inland';
    case 'AT':
    case 'CH':
      return 'near';
    default:
      return 'far';
  }
}

export function priceOf({ grams, zone, insured }: Parcel): number {
  if (grams <= 0 || grams > 31_500) throw new RangeError('weight');
  let cents = BASE[zone];
  for (const step of STEPS) if (grams > step) cents += 150;
  cents += Math.max(insured?.cents ?? 0, 0) / 100;
  return Math.round(cents);
}

export const isHeavy = (parcel: Parcel): boolean => parcel.grams >= STEPS[2]! && !isSmall(parcel);

const isSmall = ({ grams }: Parcel): boolean => grams < STEPS[0]!;
