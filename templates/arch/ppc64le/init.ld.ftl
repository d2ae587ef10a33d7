[#include "/init/init.ld.ftl"]
[@layout loadAddress="0x10000000"
  variables=" .got .toc"
  dropped=" .gnu.attributes"/]
