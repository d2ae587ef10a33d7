/**
 * The tree of a root file system as data: what lies at each path, with its owner and mode, and
 * which source brings it. Those who bring entries (the recipe's files, packages, programs, modules)
 * and those who write them (archives, disk images, lists) meet here, and only here.
 */
package org.distroc.rootfs;
