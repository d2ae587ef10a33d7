/** A container image in the OCI layout. */
package org.distroc.format.oci;
