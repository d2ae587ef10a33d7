package org.distroc.rootfs;

/**
 * One path of the tree.
 *
 * @param path absolute, without {@code .}, {@code ..}, empty parts and a slash at its end; {@code
 *     /} is the root itself
 * @param mode the twelve bits of permissions, with setuid, setgid and sticky
 * @param uid of the owner
 * @param gid of the owner's group
 * @param origin what brings it, as a user reads it: {@code distro.yaml:12}, {@code dropbear-bin
 *     2022.83-1}
 */
public record Entry(String path, Node node, int mode, int uid, int gid, String origin) {}
