export { Secret } from "./secret";
export { createVault, VaultError, type TokenOwner, type Vault } from "./vault";
