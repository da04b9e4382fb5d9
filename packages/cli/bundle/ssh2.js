// docker-modem loads this for ssh:// addresses, which the driver never gives it: it runs the system's ssh.
export class Client {
  constructor() {
    throw new Error("ssh2 is not part of this bundle");
  }
}
