package org.distroc.host;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;

/**
 * Addresses that lead to this computer or its own network. A server outside must not send distroc
 * there: what answers trusts whoever can reach it.
 */
public final class LocalAddresses {
  private LocalAddresses() {}

  /** Whether any address of a host, by its name or number, is local; false for an unknown name. */
  public static boolean include(String host) {
    try {
      for (InetAddress address : InetAddress.getAllByName(host)) {
        if (isLocal(address)) {
          return true;
        }
      }
      return false;
    } catch (UnknownHostException e) {
      // A proxy may know it; this computer's own names are known here.
      return false;
    }
  }

  static boolean isLocal(InetAddress address) {
    byte[] bytes = address.getAddress();
    return address.isLoopbackAddress()
        || address.isAnyLocalAddress()
        || address.isLinkLocalAddress()
        || address.isSiteLocalAddress()
        || address.isMulticastAddress()
        // RFC 4193: unique local, fc00::/7.
        || address instanceof Inet6Address && (bytes[0] & 0xfe) == 0xfc
        // RFC 6598: shared by the customers of a provider, 100.64.0.0/10; and 0.0.0.0/8.
        || bytes.length == 4
            && (bytes[0] == 0 || (bytes[0] & 0xff) == 100 && (bytes[1] & 0xc0) == 64);
  }
}
