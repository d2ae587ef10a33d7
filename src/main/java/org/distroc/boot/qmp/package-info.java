/** QMP, the protocol that controls a running QEMU. */
package org.distroc.boot.qmp;
