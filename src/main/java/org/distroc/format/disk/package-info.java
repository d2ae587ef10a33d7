/** Images of whole disks, with a partition table and a boot loader. */
package org.distroc.format.disk;
