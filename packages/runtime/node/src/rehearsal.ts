/** The function of the rehearsal. */
export const handler = async (): Promise<null> => null;
