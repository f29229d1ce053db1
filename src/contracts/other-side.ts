/** Who sits across the table. Rules only. */

/** The id of the other side of a running contract. @throws RangeError on a contract that nobody has accepted */
export function otherSide(contract: { clientId: number; freelancerId: number | null }, by: { id: number }): number {
  if (contract.freelancerId === null) throw new RangeError('nobody has accepted this contract');
  return by.id === contract.clientId ? contract.freelancerId : contract.clientId;
}
