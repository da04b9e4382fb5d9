// Of dockerode the driver uses its HTTP client alone. The rest (builds by gRPC, tar) takes longer to load than all else.
import Modem from "docker-modem";

export default class Docker {
  constructor(options) {
    this.modem = new Modem(options);
  }
}
